"""A few pictures of a clip, without decoding the rest."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from dorsi.types import Clip
from dorsi.video.decode import Frame, frames, pictures, upright
from dorsi.video.source import open_video, orientation


def stills(clip: Clip, *, most: int) -> Iterator[Frame]:
    """Yield up to `most` key frames, evenly over the clip; fewer where it has fewer, the first frame if it shows none.

    Key frames stand on their own, so nothing between them has to be decoded. An edit list may hide them all. Damaged
    ones are left out.

    Parameters
    ----------
    clip
        A probed clip.
    most
        The largest number of pictures.

    Yields
    ------
    Frame
        Upright, with its real time in seconds.

    Raises
    ------
    VideoError
        If the clip can't be read.
    """
    shown = False
    with open_video(clip.path) as (container, stream):
        count = sum(packet.is_keyframe for packet in container.demux(stream) if packet.size)
    wanted = set(np.linspace(0, count - 1, most).round().astype(int).tolist()) if count else set()
    with open_video(clip.path) as (container, stream):
        stream.codec_context.skip_frame = "NONKEY"
        tick_s = float(stream.time_base or 1) / clip.time_scale
        first_pts, turn = 0, None
        for i, picture in enumerate(pictures(container, stream)):
            if turn is None:
                first_pts, turn = picture.pts or 0, orientation(picture, stream)
            if i in wanted:
                shown = True
                time_s = ((picture.pts or first_pts) - first_pts) * tick_s
                yield Frame(time_s, upright(picture, turn, clip.size_px))
    if not shown:
        yield from islice(frames(clip), 1)
