"""Checks a file before filming: joins reading, the network and the judgement."""

from pathlib import Path

from dorsi.errors import check_option
from dorsi.framing.judging import judge
from dorsi.framing.preview import read_preview
from dorsi.framing.sight import see
from dorsi.schema.framing import Framing
from dorsi.settings import MOVEMENTS, SIDE_CHOICES


def check_framing(path: Path | str, *, movement: str = "auto", side: str = "auto") -> Framing:
    """Return whether a movement can be filmed with the phone where it is, and what to move.

    Parameters
    ----------
    path
        A photo (JPEG, PNG, WebP) or a short clip, taken where the phone stands; of a clip, only the first two seconds
        are read.
    movement
        The movement to film; it decides whether the camera belongs at the side or in front.
    side
        The leg to measure in a side view; "auto" for either.

    Raises
    ------
    VideoError, ModelError, OptionError
        If the file is neither a picture nor a clip, the pose network is not the expected one, or an option is unknown.
    """
    check_option("--movement", movement, MOVEMENTS)
    check_option("--side", side, SIDE_CHOICES)
    preview = read_preview(Path(path))
    return judge(see(preview), movement=movement, side=side)
