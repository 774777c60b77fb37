"""From a file to what to move: the part that joins reading, the network and the judgement."""

from pathlib import Path

from dorsi.errors import check_option
from dorsi.framing.judging import judge
from dorsi.framing.preview import read_preview
from dorsi.framing.sight import see
from dorsi.schema.framing import Framing
from dorsi.settings import MOVEMENTS, SIDE_CHOICES


def check_framing(path: Path | str, *, movement: str = "auto", side: str = "auto") -> Framing:
    """Return whether a movement can be filmed as the phone stands now, and what to move.

    Parameters
    ----------
    path
        A photo (JPEG, PNG, WebP) or a short clip, taken by the phone where it stands; of a clip, the first two seconds
        are looked at.
    movement
        What is to be filmed: it decides whether the camera has to stand at the side or in front.
    side
        The leg that is to be measured in a side view; "auto" for either.

    Raises
    ------
    VideoError, ModelError, OptionError
        If the file is no picture and no clip, the pose network is not what it should be, or an option is not known.
    """
    check_option("--movement", movement, MOVEMENTS)
    check_option("--side", side, SIDE_CHOICES)
    preview = read_preview(Path(path))
    return judge(see(preview), movement=movement, side=side)
