"""A stop that comes from a person's answers: what makes a programme more careful counts as soon as it is given."""

from dorsi.detectable import detectable_changes
from dorsi.intake.checks import so_far
from dorsi.intake.form import checked, gathered
from dorsi.intake.record import updated
from dorsi.people.clips import age_of
from dorsi.programme.compose import URGENCY, stop_of
from dorsi.schema.intake import Intake
from dorsi.schema.plan import Plan
from dorsi.schema.plan_remarks import Stop
from dorsi.store import Store
from dorsi.store.drafts import draft


def stop_now(store: Store, person: str) -> Stop | None:
    """Return why a person's answers rule out a programme, stored or not yet sent; None if they don't.

    It counts whichever way the answers came, also if no programme was made since. The more urgent stop counts.
    """
    given = [one for one in (store.intake(person), unsent(store, person)) if one is not None]
    if not given:
        return None
    sessions = [one.session for one in sorted(store.sessions(person), key=age_of)]
    found = [stop_of(one, sessions, detectable=detectable_changes()) for one in given]
    return min((one for one in found if one is not None), key=urgency, default=None)


def unsent(store: Store, person: str) -> Intake | None:
    """Return a person's answers with those that aren't sent yet; None if all are sent."""
    kept = draft(store, store.person(person).id)
    if kept is None:
        return None
    answers = store.intake(person)
    before = {} if answers is None else answers.model_dump(mode="json", exclude_unset=True)
    return so_far(updated(before, gathered(kept, checked)[0]))


def held(plan: Plan, stop: Stop | None) -> Plan:
    """Return a plan without its weeks while a stop holds; the more urgent stop counts."""
    if stop is None or (plan.stop is not None and urgency(plan.stop) <= urgency(stop)):
        return plan
    return plan.model_copy(update={"stop": stop, "items": [], "weeks": [], "retests": []})


def urgency(stop: Stop) -> int:
    """Return the place of a stop among all: the smaller, the more urgent."""
    return URGENCY.index(stop.level) if stop.level in URGENCY else len(URGENCY)
