"""Contact sheets: the keys of each figure and what lies halfway, to look at before anything is written."""

from pathlib import Path

import cv2
import numpy as np

from training.render.figures import scene
from training.render.figures.timeline import Figure, stance_at
from training.render.rooms import Picture

CELLS, CELL_PX, ACROSS = 3, 260, 2


def strip(assets: Path | None, figure: Figure) -> Picture:
    """Return a figure's keys, and with two keys what lies between them, in a row with its name."""
    taken = scene.shot(assets, figure)
    keys = [key.stance for key in figure.keys]
    stances = [keys[0], stance_at(figure, 1, 0.5), keys[1]] if len(keys) == 2 else keys[:CELLS]
    seen = [cv2.resize(scene.picture(assets, taken, s), (CELL_PX, CELL_PX)) for s in stances]
    row = np.hstack([*seen, *[np.full_like(seen[0], 255)] * (CELLS - len(seen))])
    cv2.putText(row, figure.name, (5, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (20, 20, 20), 1, cv2.LINE_AA)
    return np.asarray(row)


def contact_sheet(path: Path, assets: Path | None, chosen: list[Figure]) -> None:
    """Write one picture with the rows of all figures, two beside each other."""
    strips = [strip(assets, figure) for figure in chosen]
    strips += [np.full_like(strips[0], 255)] * (-len(strips) % ACROSS)
    rows = np.vstack([np.hstack(strips[i : i + ACROSS]) for i in range(0, len(strips), ACROSS)])
    cv2.imwrite(str(path), rows[:, :, ::-1])
