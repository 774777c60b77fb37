"""Pictures of how right dorsi is: true against measured, Bland-Altman, and curves over time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dorsi.measures.intervals import Z95
from dorsi.types import SIDES, Array
from dorsi.validation import running
from dorsi.validation.rows import MEAN, AccuracyRow, CurveScore
from dorsi.validation.score import CURVES, PEAK, ClipScore

SHOWN: Final = {PEAK: "shank lean", running.PEAK: "ankle in stance"}
TITLES: Final = {
    "shank_inclination_deg": "shank lean",
    "ankle_dorsiflexion_deg": "ankle dorsiflexion",
    "knee_flexion_deg": "knee flexion",
}
STYLE: Final[dict[Any, Any]] = {
    "figure.dpi": 100,
    "font.size": 9,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",  # text stays text: small files that can be searched
    "svg.hashsalt": "dorsi",  # equal input, equal bytes
}
COLOURS: Final = {"lunge": "#0072b2", "squat": "#d55e00", "run": "#009e73"}
MARKS: Final = {"ok": "o", "low_confidence": "^"}
TRUE_COLOUR, MEASURED_COLOUR = "#555555", "#0072b2"


@dataclass(frozen=True, kw_only=True)
class Points:
    """True and measured peaks of one movement and status."""

    movement: str
    quantity: str
    status: str
    true: list[float]
    measured: list[float]
    bound: list[float]

    @property
    def label(self) -> str:
        """What the legend calls them."""
        return f"{self.movement}, {SHOWN[self.quantity]}{', low confidence' if self.status != 'ok' else ''}"

    @property
    def colour(self) -> str:
        """The movement's colour."""
        return COLOURS.get(self.movement, "black")


def gather(rows: Sequence[AccuracyRow]) -> list[Points]:
    """Return the peaks of single repetitions and steps that dorsi stands by."""
    good = [r for r in rows if r.counts and r.quantity in SHOWN and r.rep != MEAN]
    kinds = dict.fromkeys((r.movement, r.quantity, r.status) for r in good)
    out = []
    for movement, quantity, status in kinds:
        own = [r for r in good if (r.movement, r.quantity, r.status) == (movement, quantity, status)]
        out.append(
            Points(
                movement=movement,
                quantity=quantity,
                status=status,
                true=[r.true for r in own if r.true is not None],
                measured=[r.measured for r in own if r.measured is not None],
                bound=[r.bound or 0.0 for r in own],
            )
        )
    return out


def draw_peaks(rows: Sequence[AccuracyRow], path: Path) -> None:
    """Draw measured against true peaks with their 95 % bounds, and the line of equals."""
    with _figure(path, size_in=(5.2, 4.6)) as figure:
        axes = figure.subplots()
        points = gather(rows)
        every = np.array([x for p in points for x in (*p.true, *p.measured)] or [0.0, 1.0])
        low, high = every.min() - 3, every.max() + 3
        axes.plot([low, high], [low, high], color=TRUE_COLOUR, linewidth=0.8)
        for p in points:
            axes.errorbar(p.true, p.measured, yerr=p.bound, fmt="none", ecolor=p.colour, capsize=2, linewidth=0.8)
            _scatter(axes, p, p.true, p.measured)
        axes.set(xlabel="true peak, degrees", ylabel="measured peak, degrees", title="Peaks with their 95 % bounds")
        if points:
            axes.legend(frameon=False, fontsize=7, loc="upper left")


def draw_bland_altman(rows: Sequence[AccuracyRow], path: Path) -> None:
    """Draw error against the mean of true and measured, with bias and 95 % limits of agreement per quantity."""
    with _figure(path, size_in=(7.2, 3.4)) as figure:
        points = gather(rows)
        for axes, quantity in zip(figure.subplots(1, len(SHOWN), sharey=True), SHOWN, strict=True):
            own = [p for p in points if p.quantity == quantity]
            axes.set(xlabel="mean of true and measured, degrees", title=SHOWN[quantity].capitalize())
            for p in own:
                true, measured = np.array(p.true), np.array(p.measured)
                _scatter(axes, p, (true + measured) / 2, measured - true)
            axes.margins(y=0.3)
            if own:
                _limits(axes, np.concatenate([np.array(p.measured) - np.array(p.true) for p in own]))
                axes.legend(frameon=False, fontsize=7, loc="upper left")
        figure.axes[0].set_ylabel("measured minus true, degrees")


def _scatter(axes: Axes, points: Points, x: Sequence[float] | Array, y: Sequence[float] | Array) -> None:
    face = "white" if points.quantity == running.PEAK else points.colour
    axes.plot(
        x, y, label=points.label, linestyle="", marker=MARKS[points.status], markersize=4.5, color=points.colour,
        markerfacecolor=face,
    )  # fmt: skip


def _limits(axes: Axes, error: Array) -> None:
    bias, spread = float(error.mean()), float(error.std(ddof=1)) if len(error) > 1 else 0.0
    axes.axhline(0.0, color=TRUE_COLOUR, linewidth=0.6)
    axes.axhline(bias, color="black", linewidth=0.9)
    for limit in (bias - Z95 * spread, bias + Z95 * spread):
        axes.axhline(limit, color="black", linewidth=0.7, linestyle=(0, (4, 3)))


def draw_curves(clip: ClipScore, path: Path) -> None:
    """Draw each angle of each leg over time beside the truth; a leg without a number is drawn pale."""
    sides = [side for side in SIDES if any(c.side == side for c in clip.curves)]
    with _figure(path, size_in=(3.0 * len(CURVES), 2.3 * max(len(sides), 1))) as figure:
        grid = figure.subplots(max(len(sides), 1), len(CURVES), sharex=True, squeeze=False)
        for i, side in enumerate(sides):
            for j, quantity in enumerate(CURVES):
                curve = next((c for c in clip.curves if (c.side, c.quantity) == (side, quantity)), None)
                _curve(grid[i, j], curve, f"{side} {TITLES[quantity]}")
        for axes in grid[-1]:
            axes.set_xlabel("time, s")
        for row in grid:
            row[0].set_ylabel("degrees")
        lines = {line.get_label(): line for axes in grid.flat for line in axes.get_lines()}
        figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=len(lines) or 1, frameon=False)


def _curve(axes: Axes, curve: CurveScore | None, title: str) -> None:
    axes.set_title(title, fontsize=9)
    if curve is None:
        axes.text(0.5, 0.5, "no truth", transform=axes.transAxes, ha="center", color=TRUE_COLOUR)
        return
    refused = curve.status == "not_measured"
    axes.plot(curve.time_s, curve.true_deg, color=TRUE_COLOUR, linewidth=1.6, alpha=0.7, label="true")
    axes.plot(
        curve.time_s, curve.measured_deg, color=MEASURED_COLOUR, linewidth=1.0, alpha=0.35 if refused else 1.0,
        label="landmarks only" if refused else "measured",
    )  # fmt: skip
    axes.margins(y=0.15)


@contextmanager
def _figure(path: Path, *, size_in: tuple[float, float]) -> Iterator[Figure]:
    """Give a figure that is written to an SVG file, without a date in it."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=size_in, layout="constrained")
        yield figure
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
