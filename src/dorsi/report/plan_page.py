"""The programme on a page of its own, as the report shows it."""

import datetime as dt
from dataclasses import dataclass

from dorsi.report.programme.cards import Address, inside
from dorsi.report.programme.plan_view import PlanView, plan_view
from dorsi.report.render import content_policy, environment, static_text
from dorsi.report.text import amounts
from dorsi.schema.plan import Plan
from dorsi.version import __version__
from dorsi.wording.days import day_text
from dorsi.wording.plurals import plural


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """Everything on the page."""

    title: str
    subtitle: str
    person: str | None
    plan: PlanView


def subtitle(plan: Plan) -> str:
    """Return how much a programme asks and from when, such as "4 days a week, 15 min a day, from 5 Jan 2026"."""
    size = f"{plural(plan.days_per_week, 'day')} a week, {amounts.minutes(plan.minutes_per_day)} a day"
    start = f", from {day_text(plan.start_date)}" if plan.start_date else ""
    return "No programme for now." if plan.stop else f"{size}{start}"


def plan_page(plan: Plan, address: Address = inside, *, day: dt.date | None = None) -> PlanPage:
    """Return a programme as the template lays it out; parameters as in `plan_view`."""
    return PlanPage(
        title="Programme",
        subtitle=subtitle(plan),
        person=plan.person,
        plan=plan_view(plan, address, day=day),
    )


def render_plan(plan: Plan) -> str:
    """Return a programme as one HTML page that needs no other file."""
    style = static_text("report.css")
    return (
        environment()
        .get_template("plan.html")
        .render(page=plan_page(plan), style=style, script="", policy=content_policy(style, ""), version=__version__)
    )
