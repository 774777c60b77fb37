"""A stop that comes from answers not yet sent: what makes a programme more careful counts as soon as it is given."""

from dorsi.detectable import detectable_changes
from dorsi.intake.checks import so_far
from dorsi.intake.form import checked, gathered
from dorsi.intake.record import updated
from dorsi.people.clips import age_of
from dorsi.programme.compose import URGENCY, stop_of
from dorsi.schema.plan import Plan
from dorsi.schema.plan_remarks import Stop
from dorsi.store import Store
from dorsi.store.drafts import draft


def stop_in_draft(store: Store, person: str) -> Stop | None:
    """Return why a person's unsent answers rule out a programme; None if they don't, or all answers are sent."""
    kept = draft(store, store.person(person).id)
    if kept is None:
        return None
    finished = store.intake(person)
    before = {} if finished is None else finished.model_dump(mode="json", exclude_unset=True)
    intake = so_far(updated(before, gathered(kept, checked)[0]))
    records = sorted(store.sessions(person), key=age_of)
    return stop_of(intake, [one.session for one in records], detectable=detectable_changes())


def held(plan: Plan, stop: Stop | None) -> Plan:
    """Return a plan without its weeks while a stop holds; the more urgent stop counts."""
    if stop is None or (plan.stop is not None and _urgency(plan.stop) <= _urgency(stop)):
        return plan
    return plan.model_copy(update={"stop": stop, "items": [], "weeks": [], "retests": []})


def _urgency(stop: Stop) -> int:
    return URGENCY.index(stop.level) if stop.level in URGENCY else len(URGENCY)
