"""Facts from the runner's answers: pain, history, feelings, load."""

from collections.abc import Iterable

from dorsi import measures
from dorsi.programme.facts.columns import columns
from dorsi.programme.language.conditions import NOT_THERE, Fact, not_given
from dorsi.schema.intake import Injury, Intake
from dorsi.schema.sides import LEGS, Leg

EMERGENCIES = frozenset(
    {
        "calf_hot_red_swollen",
        "hot_swollen_joint_with_fever",
        "sudden_pop_weak_push_off",
        "foot_cold_blue_numb",
        "new_deformity",
    }
)
TENDON_SITES = frozenset({"achilles_mid", "achilles_insertion"})
ANKLE_SITES = frozenset({"ankle_front", "ankle_back", "ankle_outer"})


def told(value: float | bool | str | None, what: str) -> Fact:
    """Return a fact from an answer; without one it is missing, with the question that would give it."""
    return not_given(what) if value is None else Fact(value=value)


def there(value: float | None) -> Fact:
    """Return a fact that does not apply unless it was named."""
    return NOT_THERE if value is None else Fact(value=value)


def person_facts(intake: Intake) -> dict[str, Fact]:
    """Return the facts of the person as a whole."""
    load = intake.load
    runs = [km for km in (load.longest_run_7d_km, load.planned_longest_km) if km is not None]
    rise = max(runs) / load.longest_run_30d_km - 1 if runs and load.longest_run_30d_km else None
    operations = _uncleared(intake, "surgery", "fracture", "stress_fracture")
    conditions = None if intake.conditions is None else frozenset(intake.conditions)
    tendon = [tendon_pain(intake, leg) for leg in LEGS]
    calf = [pain_at(intake, leg, "calf") for leg in LEGS]
    return columns("intake", intake, scope="person") | {
        "age_years": Fact(value=float(intake.age_years)),
        "red_flag": Fact(value=_red_flag(intake)),
        "daily_pain": told(highest(intake, "at_rest", "walking"), "where it hurts"),
        "swelling_unexplained": told(_unexplained(intake), "swelling"),
        "operation_weeks": there(min(operations, default=None)),
        "injection_weeks": there(min(_uncleared(intake, "injection"), default=None)),
        "fluoroquinolone": told(_has(intake.medicines, "fluoroquinolone"), "medicines"),
        "steroid": told(_has(intake.medicines, "steroid"), "medicines"),
        "conditions": not_given("conditions") if conditions is None else Fact(value=conditions),
        "tendon_pain": told(_most(tendon), "where it hurts"),
        "calf_pain": told(_most(calf), "where it hurts"),
        "new_calf_symptoms": _new_calf_symptoms(intake),
        "load_rise": told(rise, "longest run of 30 days and last or planned run"),
    }


def side_facts(intake: Intake, side: Leg) -> dict[str, Fact]:
    """Return the facts of one leg from the runner's answers."""
    level = {(one.exercise, leg): float(one.level) for one in intake.levels for leg in LEGS if on(one.side, leg)}
    return columns("intake", intake, scope="side", side=side) | {
        **_achilles(intake, side),
        "tendon_quiet_weeks": Fact(value=intake.hop_release.weeks_tendon_pain_at_most_1),
        "loaded_raise_level": there(level.get(("st_hr_loaded", side))),
        "floor_stance_level": there(level.get(("nm_sl_floor", side))),
        "hops_released": Fact(value=False),
        **_sole_and_sprain(intake, side),
        "pinch_weeks": there(intake.pinch_weeks),
        "calf_strain_weeks": there(
            min((h.age_weeks for h in of_side(intake.history, side, "calf_strain")), default=None)
        ),
        "calf_walking_pain": told(highest(intake, "walking", sites=("calf",), side=side), "where it hurts"),
        "running_pain": told(highest(intake, "running", side=side), "where it hurts"),
        "running_shin_pain": told(highest(intake, "running", sites=("shin",), side=side), "where it hurts"),
        "stress_fracture_weeks": there(min(_uncleared(intake, "stress_fracture", side=side), default=None)),
        "knee_pain": told(pain_at(intake, side, "knee"), "where it hurts"),
        "toe_pain": told(pain_at(intake, side, "big_toe"), "where it hurts"),
        "worried": told(
            None if intake.worried_side is None else on(intake.worried_side, side), "which leg feels limited"
        ),
    }


def _achilles(intake: Intake, side: Leg) -> dict[str, Fact]:
    achilles = of_side(intake.history, side, "achilles")
    hurts = tendon_pain(intake, side)
    felt = True if any(h.still_felt for h in achilles) else None if hurts is None else hurts > 0
    stiff = intake.morning_stiff_min.side(side)
    sore = [p for p in intake.pain or () if on(p.side, side) and p.site in TENDON_SITES]
    examined = any(h.assessed for h in achilles) or any(p.assessed for p in sore)
    insertion = _at_insertion(intake, side, achilles)
    return {
        "achilles_weeks": there(min((h.age_weeks for h in achilles), default=None)),
        "achilles_felt": told(felt, "where it hurts"),
        "achilles_insertion": _insertion_asked(intake, insertion),
        "achilles_site_said": Fact(value=insertion is not None),
        "achilles_pain": told(hurts, "where it hurts"),
        **_unexamined(intake, side, achilles),
        "morning_stiff_min": _if_it_applies(
            stiff, _still_felt(achilles, hurts) and not examined, "Achilles morning stiffness"
        ),
    }


def _still_felt(past: list[Injury], hurts: float | None) -> bool:
    """Whether trouble is felt now, or no one has said that it is not."""
    return any(h.still_felt for h in past) or hurts is None or hurts > 0


def _if_it_applies(value: float | None, applies: bool, what: str) -> Fact:
    """Return an answer; without one it is missing where the question applies."""
    return told(value, what) if applies else there(value)


def _new_calf_symptoms(intake: Intake) -> Fact:
    """Return the answer about new calf symptoms.

    It is asked after an earlier clot. Of anyone else, the signs of a clot and the places that hurt tell it: without
    them, or with a calf among them, the question is open.
    """
    asked = intake.conditions is None or "clot_history" in intake.conditions
    calf = pain_anywhere(intake, "calf")
    if intake.new_calf_symptoms is None and not asked and calf == 0:
        return NOT_THERE
    return told(intake.new_calf_symptoms, "new calf symptoms")


def pain_anywhere(intake: Intake, site: str) -> float | None:
    """Return the highest pain at a site of either leg; None if pain was not asked."""
    return _most([pain_at(intake, leg, site) for leg in LEGS])


def _at_insertion(intake: Intake, side: Leg, achilles: list[Injury]) -> bool | None:
    """Return whether the insertion is involved; None if the history does not say which part."""
    if any(h.site == "insertion" for h in achilles) or pain_at(intake, side, "achilles_insertion"):
        return True
    return None if any(h.site is None for h in achilles) else False


def _insertion_asked(intake: Intake, insertion: bool | None) -> Fact:
    if not insertion and intake.pain is None:
        return told(None, "where it hurts")
    return told(insertion, "which part of the Achilles tendon")


def _unexamined(intake: Intake, side: Leg, achilles: list[Injury]) -> dict[str, Fact]:
    """Return whether Achilles symptoms have not been examined, and for how many weeks.

    An examination of the injury also covers the remaining pain, unless the answer about the pain says otherwise. What
    was not asked is missing, which is neither yes nor no; so are weeks that one of several symptoms lacks.
    """
    looked = any(h.assessed for h in achilles)
    sore = [p for p in intake.pain or () if on(p.side, side) and p.site in TENDON_SITES]
    lasting = [(h.assessed, h.weeks_felt) for h in achilles if h.still_felt]
    lasting += [(True if p.assessed is None and looked else p.assessed, p.weeks) for p in sore]
    unexamined = [weeks for assessed, weeks in lasting if assessed is False]
    if unexamined:
        known = [weeks for weeks in unexamined if weeks is not None]
        most = max(known) if len(known) == len(unexamined) else None
        return {
            "achilles_unexamined": Fact(value=True),
            "achilles_unassessed_weeks": told(most, "for how many weeks the Achilles has hurt"),
        }
    open_ = any(assessed is None for assessed, _ in lasting)
    return {
        "achilles_unexamined": told(None if open_ else False, "whether the Achilles was examined"),
        "achilles_unassessed_weeks": told(None, "whether the Achilles was examined") if open_ else NOT_THERE,
    }


def _sole_and_sprain(intake: Intake, side: Leg) -> dict[str, Fact]:
    sole = of_side(intake.history, side, "plantar_fascia")
    first_step = intake.first_step_pain.side(side)
    heel = pain_at(intake, side, "heel_sole")
    return {
        "pf_weeks": there(min((0.0 if h.still_felt else h.age_weeks for h in sole), default=None)),
        "heel_sole_pain": told(heel, "where it hurts"),
        "first_step_pain": _if_it_applies(first_step, bool(sole) or _still_felt([], heel), "first-step pain"),
        "first_step_pain_days": told(intake.first_step_pain_days.side(side), measures.noun_of("first_step_pain_days")),
        "sprain_weeks": there(min((h.age_weeks for h in of_side(intake.history, side, "sprain")), default=None)),
        "ankle_pain_now": told(pain_at(intake, side, *ANKLE_SITES), "where it hurts"),
    }


def tendon_pain(intake: Intake, side: Leg) -> float | None:
    """Return the highest Achilles pain of one leg, 0 to 10; None if pain was not asked."""
    return pain_at(intake, side, *TENDON_SITES)


def pain_at(intake: Intake, side: Leg, *sites: str) -> float | None:
    """Return the highest pain at any of the sites of one leg: at rest, walking or running; None if not asked."""
    return highest(intake, "at_rest", "walking", "running", sites=sites, side=side)


def highest(intake: Intake, *when: str, sites: Iterable[str] = (), side: Leg | None = None) -> float | None:
    """Return the highest pain at these times, at the given sites and leg or at any; None if not asked."""
    if intake.pain is None:
        return None
    meant = [p for p in intake.pain if (not sites or p.site in sites) and (side is None or on(p.side, side))]
    return float(max([0.0, *(getattr(p, name) for p in meant for name in when)]))


def of_side(history: Iterable[Injury], side: Leg, kind: str) -> list[Injury]:
    """Return the injuries of one kind on one leg."""
    return [one for one in history if one.kind == kind and on(one.side, side)]


def on(named: str, side: str) -> bool:
    """Whether an entry for `named` (left, right or both) includes the leg."""
    return named in {side, "both"}


def _uncleared(intake: Intake, *kinds: str, side: Leg | None = None) -> list[float]:
    """Return the weeks since each injury of these kinds that no one has cleared: of one leg, or of either."""
    mine = [one for one in intake.history if side is None or on(one.side, side)]
    return [one.age_weeks for one in mine if one.kind in kinds and not one.cleared]


def _red_flag(intake: Intake) -> str:
    if EMERGENCIES.intersection(intake.red_flags):
        return "emergency"
    return "prompt" if intake.red_flags else "none"


def _has(answers: Iterable[str] | None, word: str) -> bool | None:
    return None if answers is None else word in answers


def _most(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _unexplained(intake: Intake) -> bool | None:
    """Return whether a swelling has no known cause; None where swelling was not asked of a leg that isn't swollen."""
    sides = [intake.swelling.side(leg) for leg in LEGS]
    if any(sides):
        return not intake.swelling_cause_known
    return None if None in sides else False
