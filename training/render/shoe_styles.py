"""Shoe styles: the numbers that make a shoe, from a table, and their spread within a style."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

_TABLE = Path(__file__).with_name("shoe_styles.csv")


@dataclass(frozen=True)
class ShoeStyle:
    """What makes a shoe; lengths in metres.

    stack under the ball, heel drop (heel stack minus ball stack), flare of the sole at rear and sides, rocker (how
    far the sole rises at the toe), bevel of the heel, room in front of the toes, height of the toe box, height of
    the collar above the ankle centre (negative: low cut), thickness of the upper, pull tab, spikes under the ball.
    A mesh of the assets stands in place of all that.
    """

    name: str
    stack_m: float = 0.022
    drop_m: float = 0.006
    rear_flare_m: float = 0.004
    side_flare_m: float = 0.003
    rocker_m: float = 0.006
    bevel_m: float = 0.004
    toe_room_m: float = 0.010
    toe_box_m: float = 0.016
    collar_m: float = 0.004
    wall_m: float = 0.006
    tab_m: float = 0.0
    spikes: bool = False
    pointed_frac: float = 0.0
    mesh: str = ""


BARE = ShoeStyle("bare")


def _read_style(row: dict[str, str]) -> ShoeStyle:
    """Return the style of a row: lengths in whole millimetres."""
    lengths_m = {key.removesuffix("mm") + "m": int(value) / 1000 for key, value in row.items() if key.endswith("_mm")}
    return ShoeStyle(
        name=row["name"],
        mesh=row["mesh"],
        spikes=row["spikes"] == "1",
        pointed_frac=float(row["pointed_frac"]),
        **lengths_m,
    )


def _read_styles() -> dict[str, tuple[ShoeStyle, ...]]:
    """Return the styles of each split."""
    with _TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {split: tuple(_read_style(r) for r in rows if r["split"] == split) for split in ("train", "heldout")}


STYLES = _read_styles()


def vary(style: ShoeStyle, rng: np.random.Generator) -> ShoeStyle:
    """Return the style with the spread of its kind: sizes within about 15 percent, room and collar a little."""
    factor = np.clip(rng.normal(1.0, 0.12, 8), 0.7, 1.35)
    return replace(
        style,
        stack_m=style.stack_m * factor[0],
        drop_m=style.drop_m * factor[1],
        rear_flare_m=style.rear_flare_m * factor[2],
        side_flare_m=style.side_flare_m * factor[3],
        rocker_m=style.rocker_m * factor[4],
        bevel_m=style.bevel_m * factor[5],
        toe_box_m=style.toe_box_m * factor[6],
        wall_m=style.wall_m * factor[7],
        toe_room_m=max(0.003, style.toe_room_m + rng.normal(0, 0.004)),
        collar_m=style.collar_m + rng.normal(0, 0.003),
    )
