"""Facts from what the runner tells: pain, history, feelings, load."""

from collections.abc import Iterable

from dorsi.programme.conditions import NOT_THERE, Fact
from dorsi.schema.intake import Injury, Intake
from dorsi.schema.sides import Leg

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
    """Return a fact from an answer; an answer that was not given is missing, with what would give it."""
    return Fact(missing=f"{what} not given") if value is None else Fact(value=value)


def there(value: float | None) -> Fact:
    """Return a fact that simply does not apply where it was not named."""
    return NOT_THERE if value is None else Fact(value=value)


def person_facts(intake: Intake) -> dict[str, Fact]:
    """Return the facts of the person as a whole."""
    load = intake.load
    runs = [km for km in (load.longest_run_7d_km, load.planned_longest_km) if km is not None]
    rise = max(runs) / load.longest_run_30d_km - 1 if runs and load.longest_run_30d_km else None
    operations = _uncleared(intake, "surgery", "fracture", "stress_fracture")
    return {
        "age_years": Fact(value=float(intake.age_years)),
        "red_flag": Fact(value=_red_flag(intake)),
        "daily_pain": Fact(value=max([0.0, *(max(p.at_rest, p.walking) for p in intake.pain)])),
        "limp": Fact(value=intake.limp),
        "swelling_unexplained": Fact(
            value=bool(intake.swelling.left or intake.swelling.right) and not intake.swelling_cause_known
        ),
        "operation_weeks": there(min(operations, default=None)),
        "injection_weeks": there(min(_uncleared(intake, "injection"), default=None)),
        "stress_fracture_weeks": there(min(_uncleared(intake, "stress_fracture"), default=None)),
        "fluoroquinolone": Fact(value="fluoroquinolone" in intake.medicines),
        "steroid": Fact(value="steroid" in intake.medicines),
        "conditions": Fact(value=frozenset(intake.conditions)),
        "new_calf_symptoms": Fact(value=intake.new_calf_symptoms),
        "cleared": Fact(value=intake.cleared),
        "tendon_pain": Fact(value=max(tendon_pain(intake, "left"), tendon_pain(intake, "right"))),
        "calf_pain": Fact(value=max(pain_at(intake, "left", "calf"), pain_at(intake, "right", "calf"))),
        "balance_risk": Fact(value=intake.balance_risk),
        "confidence": told(intake.confidence, "confidence"),
        "stiff_pre": told(intake.stiff_pre, "stiffness before the session"),
        "sleep_or_recovery": told(intake.sleep_or_recovery, "recovery"),
        "load_rise": told(rise, "longest run of 30 days and last or planned run"),
        "phase": Fact(value=intake.phase),
        "goals": Fact(value=frozenset(intake.goals)),
        "minutes_per_day": Fact(value=intake.minutes_per_day),
        "days_per_week": Fact(value=float(intake.days_per_week)),
        "knee_side_complaints": Fact(value=intake.knee_side_complaints),
    }


def side_facts(intake: Intake, side: Leg) -> dict[str, Fact]:
    """Return the facts of one leg that the runner tells."""
    level = {
        (one.exercise, leg): float(one.level) for one in intake.levels for leg in ("left", "right") if on(one.side, leg)
    }
    return {
        **_achilles(intake, side),
        "tendon_quiet_weeks": Fact(value=intake.hop_release.weeks_tendon_pain_at_most_1),
        "loaded_raise_level": there(level.get(("st_hr_loaded", side))),
        "floor_stance_level": there(level.get(("nm_sl_floor", side))),
        "hops_released": Fact(value=False),
        **_sole_and_sprain(intake, side),
        "swelling": Fact(value=bool(intake.swelling.side(side))),
        "front_pinch": Fact(value=bool(intake.front_pinch.side(side))),
        "back_pinch": Fact(value=bool(intake.back_pinch.side(side))),
        "pinch_weeks": there(intake.pinch_weeks),
        "calf_strain_weeks": there(
            min((h.age_weeks for h in of_side(intake.history, side, "calf_strain")), default=None)
        ),
        "calf_walking_pain": Fact(
            value=max([0.0, *(p.walking for p in intake.pain if p.site == "calf" and on(p.side, side))])
        ),
        "knee_pain": Fact(value=pain_at(intake, side, "knee")),
        "toe_pain": Fact(value=pain_at(intake, side, "big_toe")),
        "stretch_felt": told(intake.stretch_felt.side(side), "where the stretch is felt"),
        "feel_stiff": told(intake.feel_stiff.side(side), "felt stiffness"),
        "feel_reactive": told(intake.feel_reactive.side(side), "felt springiness"),
    }


def _achilles(intake: Intake, side: Leg) -> dict[str, Fact]:
    achilles = of_side(intake.history, side, "achilles")
    hurts = tendon_pain(intake, side)
    unassessed = [h.weeks_felt for h in achilles if h.still_felt and not h.assessed and h.weeks_felt is not None]
    sore = [p for p in intake.pain if on(p.side, side) and p.site in TENDON_SITES and not p.assessed]
    unassessed += [p.weeks for p in sore if p.weeks is not None]
    stiff = intake.morning_stiff_min.side(side)
    insertion = any(h.site == "insertion" for h in achilles) or pain_at(intake, side, "achilles_insertion") > 0
    concerned = bool(achilles) or hurts > 0
    return {
        "achilles_weeks": there(min((h.age_weeks for h in achilles), default=None)),
        "achilles_felt": Fact(value=hurts > 0 or any(h.still_felt for h in achilles)),
        "achilles_insertion": Fact(value=insertion),
        "achilles_pain": Fact(value=hurts),
        "achilles_unassessed_weeks": there(max(unassessed, default=None)),
        "morning_stiff_min": told(stiff, "Achilles morning stiffness") if concerned else there(stiff),
    }


def _sole_and_sprain(intake: Intake, side: Leg) -> dict[str, Fact]:
    sole = of_side(intake.history, side, "plantar_fascia")
    first_step = intake.first_step_pain.side(side)
    return {
        "pf_weeks": there(min((0.0 if h.still_felt else h.age_weeks for h in sole), default=None)),
        "heel_sole_pain": Fact(value=pain_at(intake, side, "heel_sole")),
        "first_step_pain": told(first_step, "first-step pain") if sole else there(first_step),
        "first_step_pain_days": told(intake.first_step_pain_days.side(side), "days of first-step pain"),
        "sprain_weeks": there(min((h.age_weeks for h in of_side(intake.history, side, "sprain")), default=None)),
        "ankle_pain_now": Fact(value=pain_at(intake, side, *ANKLE_SITES)),
        "instability": Fact(value=bool(intake.instability.side(side))),
    }


def tendon_pain(intake: Intake, side: Leg) -> float:
    """Return the highest Achilles pain of one leg, 0 to 10."""
    return pain_at(intake, side, *TENDON_SITES)


def pain_at(intake: Intake, side: Leg, *sites: str) -> float:
    """Return the highest pain at any of the sites of one leg: at rest, walking or running."""
    found = [p for p in intake.pain if p.site in sites and on(p.side, side)]
    return max([0.0, *(max(p.at_rest, p.walking, p.running) for p in found)])


def of_side(history: Iterable[Injury], side: Leg, kind: str) -> list[Injury]:
    """Return the injuries of one kind on one leg."""
    return [one for one in history if one.kind == kind and on(one.side, side)]


def on(named: str, side: str) -> bool:
    """Whether an entry for `named` (left, right or both) concerns the leg."""
    return named in {side, "both"}


def _uncleared(intake: Intake, *kinds: str) -> list[float]:
    return [one.age_weeks for one in intake.history if one.kind in kinds and not one.cleared]


def _red_flag(intake: Intake) -> str:
    if EMERGENCIES.intersection(intake.red_flags):
        return "emergency"
    return "prompt" if intake.red_flags else "none"
