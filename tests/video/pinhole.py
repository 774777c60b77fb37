"""A pinhole camera above a floor, and sheets of paper painted where it would see them."""

from dataclasses import dataclass

import cv2
import numpy as np

DARK_FLOOR, PAPER = 95.0, 225.0


@dataclass(frozen=True, kw_only=True)
class Pinhole:
    """A camera that looks along +y over a floor, lengths in centimetres; x runs to the right."""

    height_cm: float = 60.0
    pitch_deg: float = 4.0  #: looks down
    roll_deg: float = 0.0
    focal_px: float = 1600.0
    size_px: tuple[int, int] = (1080, 1920)

    def pixels(self, floor_cm):
        """Return where points of the floor are seen, (N, 2), and how far away along the camera's axis, (N,)."""
        x, y = np.atleast_2d(floor_cm).T
        c, s = np.cos(np.radians(self.pitch_deg)), np.sin(np.radians(self.pitch_deg))
        depth = y * c + self.height_cm * s
        down = self.height_cm * c - y * s
        c, s = np.cos(np.radians(self.roll_deg)), np.sin(np.radians(self.roll_deg))
        u, v = self.focal_px * x / depth, self.focal_px * down / depth
        turned = np.stack([c * u - s * v, s * u + c * v], axis=1)
        return turned + np.array(self.size_px) / 2, depth


def sheet_corners(centre_cm, *, sides_cm, turn_deg):
    """Return the corners of a sheet on the floor, (4, 2) centimetres, its first side turned from the x axis."""
    long, short = sides_cm
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    flat = np.array([[-long, -short], [long, -short], [long, short], [-long, short]]) / 2
    return flat @ np.array([[c, s], [-s, c]]) + np.array(centre_cm)


def painted(camera, sheets, *, seed=0, paper=PAPER, floor=DARK_FLOOR, quality=80):
    """Return a picture of the floor with the sheets on it, with noise and JPEG's compression."""
    width, height = camera.size_px
    rng = np.random.default_rng(seed)
    planks = cv2.resize(rng.normal(0, 6, (24, 8)).astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST)
    picture = np.full((height, width), floor, np.float32) + planks
    for corners in sheets:
        cover = np.zeros((height, width), np.uint8)
        # OpenCV counts from the middle of the first pixel, the camera from its corner.
        fine = np.round((camera.pixels(corners)[0] - 0.5) * 256).astype(np.int32)
        cv2.fillPoly(cover, [fine], 255, lineType=cv2.LINE_AA, shift=8)
        share = cv2.GaussianBlur(cover.astype(np.float32) / 255, (0, 0), 0.7)
        picture = picture * (1 - share) + paper * share
    noisy = np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
    coded = cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
    return np.ascontiguousarray(np.repeat(coded[..., None], 3, axis=2))
