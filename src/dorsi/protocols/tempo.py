"""Is this slow motion? A tempo that no person has makes dorsi ask."""

from typing import Final

import numpy as np

from dorsi.protocols.recognise import Recognised
from dorsi.schema.session import Warn
from dorsi.types import Rep, Step

STRIDE_MAX_S: Final = 1.1  #: of a run: 109 steps a minute; slow jogging has 140 or more
STRIDE_MIN_S: Final = 0.5  #: 240 steps a minute
REP_MAX_S: Final = 10.0  #: slow knee-to-wall repetitions last 3 to 6 s


def slow_motion_question(events: tuple[Rep | Step, ...], guess: Recognised | None, *, undone: bool) -> Warn | None:
    """Return the question whether the clip is slow motion, or None when its tempo is a person's.

    Parameters
    ----------
    undone
        Whether a slow-motion factor has been taken out already: then the question is whether it was the right one.
    """
    strides = [e.next_contact_s - e.contact_s for e in events if isinstance(e, Step) and e.next_contact_s is not None]
    reps = [e.end_s - e.start_s for e in events if isinstance(e, Rep)]
    text = ""
    if strides and np.median(strides) > STRIDE_MAX_S:
        text = f"A stride takes {np.median(strides):.1f} s, longer than anybody runs."
    elif strides and np.median(strides) < STRIDE_MIN_S:
        text = f"A stride takes {np.median(strides):.2f} s, shorter than anybody runs."
    elif reps and np.median(reps) > REP_MAX_S:
        text = f"A repetition takes {np.median(reps):.0f} s."
    elif not events and guess and guess.slow_steps:
        text = "The feet change places as in running, but far more slowly than anybody runs."
    if not text:
        return None
    tip = (
        "Check the rate given with --capture-fps."
        if undone
        else "If so, give the rate it was filmed at: --capture-fps 240."
    )
    return Warn(code="slow_motion", text=f"{text} Is this slow motion?", tip=tip)
