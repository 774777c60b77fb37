"""Left against right: a difference with its own bound, and the words that it allows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dorsi.schema.session import Assessment, Difference, Measurement, Session

PAIRED: Final = (
    "peak_shank_inclination_deg",
    "peak_stance_dorsiflexion_deg",
    "contact_s",
    "duty_factor_frac",
)
ONE_CLIP: Final = (
    "Both legs come from one clip filmed from one side, and the far leg is measured less well: film each leg from its "
    "own side before you trust a difference."
)


def assess(sessions: Sequence[Session], *, person: str | None = None) -> Assessment:
    """Return several sessions of one person as one, with the side differences (left minus right) they allow."""
    return Assessment(person=person, sessions=list(sessions), differences=side_differences(sessions))


def side_differences(sessions: Sequence[Session]) -> list[Difference]:
    """Return left minus right of every quantity that was measured on both sides in the same movement."""
    out = []
    for movement in dict.fromkeys(s.movement for s in sessions):
        same = [s for s in sessions if s.movement == movement]
        for name in PAIRED:
            left, right = _best(same, name, "left"), _best(same, name, "right")
            if left and right:
                out.append(_difference(name, left[1], right[1], one_clip=left[0].clip.sha256 == right[0].clip.sha256))
    return out


def _best(sessions: Sequence[Session], name: str, side: str) -> tuple[Session, Measurement] | None:
    """Return the measurement with the narrowest bound, that of the near leg before any other."""
    found = [
        (s, m) for s in sessions if (m := s.measurement(name, side)) and m.value is not None and m.bound is not None
    ]
    return min(found, key=lambda pair: (pair[1].status != "ok", pair[1].bound or 0.0), default=None)


def _difference(name: str, left: Measurement, right: Measurement, *, one_clip: bool) -> Difference:
    assert left.value is not None
    assert right.value is not None
    value = left.value - right.value
    bound = float(np.hypot(left.bound or 0.0, right.bound or 0.0))
    detectable = abs(value) > bound
    digits, unit = (1, "degrees") if left.unit == "deg" else (3, left.unit if left.unit == "s" else "")
    size = f"{value:+.{digits}f} ± {bound:.{digits}f} {unit}".rstrip()
    more = "left" if value > 0 else "right"
    text = (
        f"The {more} side shows more, by more than the measuring error: left minus right {size}."
        if detectable
        else f"No detectable difference: left minus right {size}."
    )
    return Difference(
        name=name,
        value=round(value, 4),
        unit=left.unit,
        bound=round(bound, 4),
        detectable=detectable,
        text=text,
        warning=ONE_CLIP if one_clip else None,
    )
