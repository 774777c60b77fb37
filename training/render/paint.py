"""Colours: each material has a base colour and a few layers, drawn per pixel from the rest position."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from training.render.geometry import Array

MAX_LAYERS = 6
EVERYWHERE = (-1e3, 1e3)


@dataclass(frozen=True)
class Layer:
    """A colour where two linear measures of the rest position (x, |y|, z) lie within bounds.

    With a repeat above zero the first measure is taken modulo 1 after scaling, which gives stripes; with a repeat
    below zero it is the noise of the paint, which gives blotches.
    """

    rgb: tuple[float, float, float]
    along: tuple[float, float, float] = (0.0, 0.0, 1.0)
    between: tuple[float, float] = EVERYWHERE
    repeat: float = 0.0
    across: tuple[float, float, float] = (0.0, 0.0, 1.0)
    within: tuple[float, float] = EVERYWHERE
    alpha: float = 1.0


@dataclass(frozen=True)
class Paint:
    """Base colour, grain (depth, per metre), gloss, folds, blotches per metre, and layers in order."""

    rgb: tuple[float, float, float]
    grain: tuple[float, float] = (0.15, 70.0)
    gloss: float = 0.05
    folds: float = 0.0
    blotch: float = 30.0
    layers: tuple[Layer, ...] = field(default=())


def any_colour(rng: np.random.Generator) -> tuple[float, float, float]:
    """Return a colour as clothes and shoes have it: often grey, often dull, sometimes loud."""
    if rng.random() < 0.42:
        grey = float(rng.choice([rng.uniform(0.03, 0.15), rng.uniform(0.8, 0.96), rng.uniform(0.04, 0.96)]))
        return (grey, grey, grey)
    hue, saturation, value = rng.integers(0, 180), int(255 * rng.beta(1.2, 1.5)), rng.integers(15, 250)
    pixel = np.array([[[hue, saturation, value]]], np.uint8)
    red, green, blue = cv2.cvtColor(pixel, cv2.COLOR_HSV2RGB)[0, 0] / 255.0
    return (float(red), float(green), float(blue))


def _any_direction(rng: np.random.Generator) -> tuple[float, float, float]:
    x, y, z = rng.normal(0, 1, 3)
    return (float(x), float(y), float(z))


def _pattern(rng: np.random.Generator, low: float, high: float) -> Layer:
    """Return stripes or blotches of one colour."""
    if rng.random() < 0.35:
        return Layer(any_colour(rng), between=(float(rng.uniform(0.4, 0.7)), 9.0), repeat=-1.0)
    width = float(rng.uniform(0.1, 0.5))
    return Layer(any_colour(rng), _any_direction(rng), (0.0, width), repeat=float(rng.uniform(low, high)))


def paint_skin(rng: np.random.Generator, ankle_z: float, knee_z: float, *, shod: bool, dressed: bool) -> Paint:
    """Return skin, tights, or skin with socks; with close-fitting shorts where no trousers are worn."""
    share = rng.random()
    tone = (1 - share) * np.array([0.90, 0.72, 0.62]) + share * np.array([0.25, 0.16, 0.11]) + rng.normal(0, 0.03, 3)
    red, green, blue = np.clip(tone, 0.03, 1)
    layers = []
    if rng.random() < 0.14:
        top = rng.uniform(knee_z + 0.1, knee_z + 0.6) if rng.random() < 0.7 else knee_z - rng.uniform(0.02, 0.1)
        layers.append(Layer(any_colour(rng), between=(-1.0, float(top))))
    if rng.random() < (0.6 if shod else 0.12):
        top = ankle_z + rng.beta(1.2, 2.2) * (knee_z - ankle_z)
        colour = any_colour(rng) if rng.random() < 0.5 else (float(rng.choice([0.93, 0.07])),) * 3
        layers.append(Layer((colour[0], colour[1], colour[2]), between=(-1.0, float(top))))
        for _ in range(rng.choice([0, 0, 1, 2])):
            low = top - rng.uniform(0.01, 0.06)
            layers.append(Layer(any_colour(rng), between=(float(low), float(low + rng.uniform(0.004, 0.012)))))
    if not dressed:
        layers.append(Layer(any_colour(rng), between=(float(knee_z + rng.uniform(0.05, 0.3)), 9.0)))
    if rng.random() < 0.05:  # knee sleeve, calf sleeve, tape
        low = rng.uniform(ankle_z + 0.05, knee_z)
        layers.append(Layer(any_colour(rng), between=(float(low), float(low + rng.uniform(0.03, 0.25)))))
    return Paint(
        (float(red), float(green), float(blue)), (0.12, 60.0), float(rng.uniform(0.03, 0.15)), 0.0, 30.0, tuple(layers)
    )


def paint_cloth(rng: np.random.Generator) -> Paint:
    """Return plain, striped or blotched cloth, sometimes with a stripe down the side."""
    layers = []
    if rng.random() < 0.25:
        layers.append(_pattern(rng, 3.0, 25.0))
    if rng.random() < 0.12:
        middle = rng.uniform(-0.01, 0.03)
        layers.append(Layer(any_colour(rng), (1.0, 0.0, 0.0), (middle - 0.012, middle + 0.012)))
    grain = (float(rng.uniform(0.05, 0.25)), float(rng.uniform(40, 160)))
    return Paint(any_colour(rng), grain, float(rng.uniform(0.0, 0.06)), 0.35, float(rng.uniform(9, 75)), tuple(layers))


def paint_shoe(rng: np.random.Generator, levels_m: tuple[float, float, float], ball: Array) -> Paint:
    """Return an upper with patches and stripes, laces, midsole and outsole, and a sock above.

    levels_m: where outsole, midsole and upper end below, between and above.
    """
    sole_z, midsole_z, sock_z = levels_m
    layers = [Layer(any_colour(rng), between=(sock_z, 9.0))]
    for _ in range(rng.choice([0, 1, 2])):
        low = rng.uniform(-0.08, 0.15)
        if rng.random() < 0.5:
            layers.append(_pattern(rng, 8.0, 40.0))
        else:
            slope = (1.0, 0.0, float(rng.normal(0, 1)))
            layers.append(Layer(any_colour(rng), slope, (float(low), float(low + rng.choice([0.012, 0.03, 0.2])))))
    if rng.random() < 0.5:
        rows = (float(ball[0] - rng.uniform(0.05, 0.07)), float(ball[0] - 0.005))
        top = float(midsole_z + rng.uniform(0.018, 0.03))
        layers.append(
            Layer(any_colour(rng), (1.0, 0.0, 0.0), (0.0, 0.45), 90.0, (1.0, 0.0, -1.0), (rows[0] - top, rows[1] - top))
        )
    if rng.random() < 0.88:
        colour = any_colour(rng) if rng.random() < 0.4 else (float(rng.choice([0.94, 0.9, 0.85, 0.08, 0.3])),) * 3
        slope = (float(rng.normal(0, 0.03)), 0.0, 1.0)
        top = midsole_z + slope[0] * float(ball[0]) + rng.normal(0, 0.003)
        layers.append(Layer((colour[0], colour[1], colour[2]), slope, (-1.0, float(top))))
    if rng.random() < 0.5:
        layers.append(Layer(any_colour(rng), between=(-1.0, float(sole_z + rng.uniform(0.002, 0.009)))))
    gloss = float(rng.uniform(0.02, 0.2))
    return Paint(
        any_colour(rng),
        (float(rng.uniform(0.05, 0.3)), float(rng.uniform(60, 250))),
        gloss,
        0.08,
        float(rng.uniform(24, 120)),
        tuple(layers),
    )
