"""The findings a plan works on: the heaviest, as many as the minutes allow, and every history (R20)."""

from collections.abc import Sequence

from dorsi.programme.choosing.findings import Findings
from dorsi.schema.plan_remarks import Target
from dorsi.schema.sides import LEGS


def targets(found: Findings) -> list[Target]:
    """Return the findings with exercises, heaviest first, with those that are kept."""
    params = found.parameters
    ties = params.ties or ()
    asked = {ask.action.finding for ask in found.adds}
    codes = {code for leg in LEGS for code in found.weighed[leg]} & asked
    ranked = sorted(
        codes, key=lambda code: (-_weight(found, code), ties.index(code) if code in ties else len(ties), code)
    )
    # Borderline range on one leg and restricted on the other is one target, not two.
    single = [code for code in ranked if not (code == "df_borderline" and "df_restricted" in codes)]
    histories = [code for code in single if code in (params.first_findings or ())]
    room = up_to(params.targets_by_minutes or (), found.intake.minutes_per_day) - len(histories)
    kept = {*histories, *[code for code in single if code not in histories][: max(0, room)]}
    if "df_restricted" in kept:
        kept.add("df_borderline")
    return [_target(found, code, kept=code in kept) for code in ranked]


def _target(found: Findings, code: str, *, kept: bool) -> Target:
    legs = [leg for leg in LEGS if code in found.weighed[leg]]
    reasons = [reason for leg in legs for reason in found.weighed[leg][code].because]
    return Target(
        constraint=code,
        sides=legs,
        severity=_weight(found, code),
        rules=list(dict.fromkeys(reason.rule for reason in reasons)),
        kept=kept,
        text=reasons[-1].text if kept else f"{reasons[-1].text}; waits, because the session has no time for it",
    )


def _weight(found: Findings, code: str) -> int:
    return max(found.severity(leg, code) for leg in LEGS)


def up_to(table: Sequence[tuple[float, int]], minutes: float) -> int:
    """Return the count of the first row that covers the minutes, or of the last row."""
    return next((count for most, count in table if minutes <= most), table[-1][1])
