"""Files as other tools write them, of one lunge to 35 degrees."""

import json

import numpy as np
import pandas as pd

from dorsi import synth
from dorsi.keypoints import dorsi_name
from dorsi.measuring import measure

LUNGE = synth.lunge(peak_deg=35.0)


FOREIGN = {name: f"{name[0].upper()}{name.split('_')[1].replace('toe', 'bigToe').capitalize()}" for name in LUNGE.names}


def peak_deg(landmarks, **known):
    found = measure(landmarks, movement="lunge", yaw_deg=0.0, **known)
    return next(m.value for m in found.measurements if (m.name, m.side) == ("peak_shank_inclination_deg", "left"))


def trc(path, xyz, *, names=None, unit="m", rate=30.0, markers=None, end="\t\t"):
    names = names or [FOREIGN[name] for name in LUNGE.names]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{len(xyz)}\t{markers or len(names)}\t{unit}\t{rate}\t0\t{len(xyz)}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + end,
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(names) + 1)),
    ]
    for i, frame in enumerate(xyz):
        cells = ["" if np.isnan(value) else f"{value:.6f}" for value in frame.ravel()]
        lines.append("\t".join([str(i), f"{i / 30:.6f}", *cells]))
    path.write_text("\n".join(lines) + "\n")
    return path


def metres(depth=0.0):
    """Return the lunge as Sports2D gives it in metres: x right, y up, a depth for each marker."""
    xy = LUNGE.xy_px * np.array([1, -1]) / 800
    return np.concatenate([xy, np.full((*xy.shape[:2], 1), depth)], axis=-1)


def pixels():
    return np.concatenate([LUNGE.xy_px, np.zeros((*LUNGE.xy_px.shape[:2], 1))], axis=-1)


def openpose(folder, order, *, people=1, points_3d=False):
    folder.mkdir()
    index = {dorsi_name(name): i for i, name in enumerate(order)}
    for frame, xy in enumerate(LUNGE.xy_px):
        flat = np.zeros((len(order), 3))
        for k, name in enumerate(LUNGE.names):
            flat[index[name]] = (*xy[k], 0.9)
        person = {"pose_keypoints_2d": [] if points_3d else flat.ravel().tolist()}
        person["pose_keypoints_3d"] = [1.0] * 100 if points_3d else []
        (folder / f"clip_{frame:012d}_keypoints.json").write_text(json.dumps({"people": [person] * people}))
    return folder


def deeplabcut(path, *, individuals=None, three_d=False):
    """Write what DeepLabCut writes: pandas with rows of names, here by pandas itself."""
    coords = ("x", "y", "z", "likelihood") if three_d else ("x", "y", "likelihood")
    people = individuals or [None]
    columns, values = [], []
    for person in people:
        for k, name in enumerate(LUNGE.names):
            side, point = name.split("_")
            for coord in coords:
                head = ("DLC_resnet50", *([person] if person else []), f"{point}_{side}", coord)
                columns.append(head)
                source = {"x": LUNGE.xy_px[:, k, 0], "y": LUNGE.xy_px[:, k, 1], "z": LUNGE.score[:, k]}
                values.append(source.get(coord, LUNGE.score[:, k]))
    levels = ["scorer", *(["individuals"] if individuals else []), "bodyparts", "coords"]
    table = pd.DataFrame(np.stack(values, axis=1), columns=pd.MultiIndex.from_tuples(columns, names=levels))
    table.to_csv(path)
    return path
