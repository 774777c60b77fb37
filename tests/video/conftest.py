"""What the video tests share."""

import pytest
from made_clips import steady, write_clip


@pytest.fixture
def clip_file(tmp_path):
    """Return a maker of clips in a temporary folder: one second at 30 frames a second unless told otherwise."""

    def make(name="clip.mp4", **options):
        options.setdefault("times_s", steady(30))
        return write_clip(tmp_path / name, **options)

    return make
