"""Draw docs/images/overlay.webp: one repetition of the sample lunge with the detected leg, as a small loop.

`python scripts/draw_loop.py`. The landmarks come from tests/data/landmarks if they are kept there for the networks of
this version, and from the networks if not.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
from PIL import Image

ROOT: Final = Path(__file__).parents[1]
CLIP: Final = ROOT / "sample_videos" / "lunge_left.mp4"
KEPT: Final = ROOT / "tests" / "data" / "landmarks"
PICTURE: Final = ROOT / "docs" / "images" / "overlay.webp"
HEIGHT_PX: Final = 380
EVERY_S: Final = 0.1
MOST_BYTES: Final = 350_000


def frames(video: Path, start_s: float, stop_s: float) -> Iterator[Image.Image]:
    """Yield small pictures of a video between two times, ten a second."""
    due_s = start_s
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and due_s <= frame.time <= stop_s:
                due_s = frame.time + EVERY_S * 0.9
                picture = frame.to_image()
                yield picture.resize((round(picture.width * HEIGHT_PX / picture.height / 2) * 2, HEIGHT_PX))


def main() -> None:
    """Measure the clip, cut out its first valid repetition, and write the loop."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(KEPT, Path(folder) / "cache" / "landmarks")
        os.environ["DORSI_CACHE"] = str(Path(folder) / "cache")
        import dorsi  # noqa: PLC0415 - reads where the cache is

        analysis = dorsi.analyse(CLIP)
        dorsi.save(analysis, None, Path(folder) / "out")
        rep = next(one for one in analysis.session.events if one.valid)
        assert rep.start_s is not None
        assert rep.end_s is not None
        pictures = list(frames(Path(folder) / "out" / "overlay.mp4", rep.start_s, rep.end_s))
    first, *others = pictures
    wait_ms = round(EVERY_S * 1000)
    first.save(PICTURE, save_all=True, append_images=others, duration=wait_ms, loop=0, quality=55, method=6)
    assert PICTURE.stat().st_size < MOST_BYTES, f"{PICTURE.name} takes {PICTURE.stat().st_size} bytes"


if __name__ == "__main__":
    main()
