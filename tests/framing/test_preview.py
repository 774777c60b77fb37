"""Stills and short clips become pictures, upright and no larger than phones film; anything else is refused in words."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dorsi.errors import VideoError
from dorsi.framing.preview import read_preview

SAMPLES = Path(__file__).parents[2] / "sample_videos"
TURNED_RIGHT = 6  # EXIF: shown after a quarter turn clockwise


def still(path, size_px, *, orientation=None):
    """Write a picture, white above and black below as it is stored."""
    pixels = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    pixels[: size_px[1] // 2] = 255
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    Image.fromarray(pixels).save(path, exif=exif)
    return path


def png_header(path, size_px):
    """Write a PNG that claims a size and holds next to nothing."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", *size_px, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_photo_is_one_picture(tmp_path, name):
    preview = read_preview(still(tmp_path / name, (60, 80)))
    assert (len(preview.pictures), preview.size_px, preview.rate_hz) == (1, (60, 80), None)


def test_photo_is_turned_as_its_exif_asks(tmp_path):
    preview = read_preview(still(tmp_path / "photo.jpg", (80, 60), orientation=TURNED_RIGHT))
    left, right = preview.pictures[0][30, 10], preview.pictures[0][30, 50]
    assert (preview.size_px, left.mean() < 50, right.mean() > 200) == ((60, 80), True, True)


def test_large_photo_is_looked_at_as_large_as_phones_film(tmp_path):
    assert read_preview(still(tmp_path / "photo.jpg", (3000, 4000))).size_px == (1440, 1920)


def test_what_a_file_is_counts_and_not_its_name(tmp_path):
    still(tmp_path / "photo.png", (60, 80)).rename(tmp_path / "photo.mp4")
    assert len(read_preview(tmp_path / "photo.mp4").pictures) == 1


def test_clip_gives_four_pictures_a_second_of_its_first_two_seconds():
    preview = read_preview(SAMPLES / "squat_side.mp4")
    assert np.allclose(preview.time_s, np.arange(9) / 4, atol=0.04)


def test_clip_tells_its_frame_rate():
    assert read_preview(SAMPLES / "run_side.mp4").rate_hz == pytest.approx(60, rel=0.01)


@pytest.mark.parametrize("size_px", [(100_000, 100_000), (20_000, 6_000), (9_000, 8_000)])
def test_picture_with_too_many_pixels_is_refused_unread(tmp_path, size_px):
    with pytest.raises(VideoError, match=r"bomb.png: has .*pixels"):
        read_preview(png_header(tmp_path / "bomb.png", size_px))


@pytest.mark.parametrize("kept", [3, 200])
def test_cut_photo_is_refused(tmp_path, kept):
    path = still(tmp_path / "photo.jpg", (600, 800))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(VideoError, match=r"photo\.jpg"):
        read_preview(path)


def test_picture_without_pixels_is_refused(tmp_path):
    with pytest.raises(VideoError, match=r"photo\.png: damaged, or not a picture"):
        read_preview(png_header(tmp_path / "photo.png", (60, 80)))


def test_text_is_neither_picture_nor_clip(tmp_path):
    (tmp_path / "note.jpg").write_text("not a picture")
    with pytest.raises(VideoError, match=r"note\.jpg: is not a video"):
        read_preview(tmp_path / "note.jpg")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(VideoError, match=r"nothing\.jpg: no such file"):
        read_preview(tmp_path / "nothing.jpg")


def test_heic_photo_is_named_with_what_to_do(tmp_path):
    (tmp_path / "IMG_1.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    with pytest.raises(VideoError, match=r"is a HEIC photo.*Most Compatible"):
        read_preview(tmp_path / "IMG_1.HEIC")
