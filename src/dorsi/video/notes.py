"""What to know of a file itself, and what dorsi changed in it: no one should find that out by chance."""

from dorsi.schema.session import Warn
from dorsi.types import Clip


def file_notes(clip: Clip, *, told: float | None) -> tuple[Warn, ...]:
    """Return a remark on slow motion that was undone, a picture that changes its shape, and interlaced pictures.

    Parameters
    ----------
    told
        The capture rate that the user gave, which dorsi did not choose, in frames per second.
    """
    notes = []
    if clip.time_scale != 1.0 and told is None:
        played_hz = clip.mean_rate_hz / clip.time_scale
        notes.append(
            Warn(
                code="slow_motion_undone",
                text=f"The file says it was filmed at {clip.mean_rate_hz:.0f} frames per second and plays at "
                f"{played_hz:.0f}: all times are those of real life.",
                tip=f"If it already plays at normal speed: --capture-fps {played_hz:.4g}.",
            )
        )
    if clip.reshaped_s:
        times = ", ".join(f"{when:.1f} s" for when in clip.reshaped_s)
        notes.append(
            Warn(
                code="picture_reshaped",
                text=f"The shape of the picture changes at {times}, so the clip was cut there.",
                tip="Hold the phone one way for the whole clip.",
            )
        )
    if clip.interlaced:
        notes.append(
            Warn(
                code="interlaced",
                text="The video is interlaced: the edges of moving legs are torn, and their angles less exact.",
                tip="Film in a progressive mode, such as 1080p instead of 1080i.",
            )
        )
    return tuple(notes)
