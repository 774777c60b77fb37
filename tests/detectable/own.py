"""Own detectable changes to hold the published ones against."""

import datetime as dt

from dorsi.detectable import DetectableChanges, OwnChange, OwnChanges
from dorsi.schema.detectable_change import MDC_OF_SEM


def change(mdc95=4.0, *, people=15, movement="lunge", measurement="peak_shank_inclination_deg", **fields):
    return OwnChange(
        **{
            "movement": movement, "measurement": measurement, "scale": "camera_joint_centre", "unit": "deg",
            "sem": mdc95 / MDC_OF_SEM, "mdc95": mdc95, "bias": 0.1, "people": people, "pairs": 2 * people,
            "pairs_on_two_days": 2 * people,
        }
        | fields
    )  # fmt: skip


def kept(*changes):
    return OwnChanges(
        computed_on=dt.date(2026, 11, 20),
        set_up="Pixel 7 on a tripod",
        model="mediapipe heavy",
        dorsi_version="0.1.0",
        clips_sha256=[digit * 64 for digit in "0123"],
        changes=list(changes),
    )


def known(*changes):
    return DetectableChanges(kept(*changes))
