"""Footsteps: the plan of a person who walks in, stands where the movement is done, and walks out."""

from dataclasses import replace

import numpy as np

from training.render.clips.steps import Plant, Track
from training.render.legs import OTHER, SIGN

DOUBLE_S = 0.10  #: both feet are on the floor
STEP_S = 0.50
STEP_M = 0.58
HALF_WIDTH_M = 0.065
ENDLESS_S = 1e3

Place = tuple[float, float, float]  #: x and y of an ankle, and where the foot points, degrees to the left


class Footsteps:
    """A plan that grows step by step; `now_s` is when the last foot came down, `knots` where the pelvis is when."""

    def __init__(self, places: dict[str, Place], start_s: float) -> None:
        self.now_s = start_s
        self._plants = {s: [Plant(*place, start_s - 1.0, ENDLESS_S, strike_deg=0.0)] for s, place in places.items()}
        self.knots: list[tuple[float, float, float]] = []
        self._note(start_s)

    def _note(self, at_s: float) -> None:
        x, y = self.middle
        self.knots.append((at_s, x, y))

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle between both ankles."""
        ends = [p[-1] for p in self._plants.values()]
        return sum(p.x_m for p in ends) / 2, sum(p.y_m for p in ends) / 2

    def step(self, side: str, place: Place, *, strike_deg: float, push_deg: float, take_s: float = STEP_S) -> None:
        """Let one foot go to a place."""
        own = self._plants[side]
        own[-1] = replace(own[-1], until_s=self.now_s + DOUBLE_S, push_deg=push_deg)
        self.now_s += take_s
        own.append(Plant(*place, self.now_s, ENDLESS_S, strike_deg=strike_deg))
        self._note(self.now_s + DOUBLE_S / 2)

    def wait(self, long_s: float) -> None:
        """Stand still."""
        if long_s > 2 * DOUBLE_S:
            self._note(self.now_s + DOUBLE_S)
        self.now_s += long_s
        self._note(self.now_s)

    def walk_to(self, final: dict[str, Place], last: str, *, size: float) -> None:
        """Walk to the final places of both feet; the foot `last` comes last. `size` scales steps to the body."""
        x, y = self.middle
        to_x, to_y = (sum(p[k] for p in final.values()) / 2 for k in (0, 1))
        far = float(np.hypot(to_x - x, to_y - y))
        count = 1 + max(1, int(np.ceil(far / (STEP_M * size))))
        heading = float(np.degrees(np.arctan2(to_y - y, to_x - x)))
        side = last if count % 2 else OTHER[last]
        for k in range(1, count - 1):
            share = k / (count - 1)
            self._stride(side, (x + (to_x - x) * share, y + (to_y - y) * share), heading, size)
            side = OTHER[side]
        self.step(OTHER[last], final[OTHER[last]], strike_deg=12.0, push_deg=52.0)
        self.step(last, final[last], strike_deg=5.0, push_deg=48.0)

    def walk_away(self, to: tuple[float, float], first: str, *, size: float) -> None:
        """Walk off towards a place and beyond the picture."""
        x, y = self.middle
        far = float(np.hypot(to[0] - x, to[1] - y))
        heading = float(np.degrees(np.arctan2(to[1] - y, to[0] - x)))
        count = int(np.ceil(far / (STEP_M * size)))
        side = first
        for k in range(1, count + 1):
            share = k / count
            turn = heading * min(1.0, 0.5 * k)
            self._stride(side, (x + (to[0] - x) * share, y + (to[1] - y) * share), turn, size)
            side = OTHER[side]

    def _stride(self, side: str, middle: tuple[float, float], heading_deg: float, size: float) -> None:
        aside = SIGN[side] * HALF_WIDTH_M * size
        turn = np.radians(heading_deg)
        place = (middle[0] - aside * np.sin(turn), middle[1] + aside * np.cos(turn), heading_deg + SIGN[side] * 6.0)
        self.step(side, (float(place[0]), float(place[1]), float(place[2])), strike_deg=14.0, push_deg=56.0)

    def tracks(self) -> dict[str, Track]:
        """Return the places of both feet."""
        return {side: Track(side, tuple(plants)) for side, plants in self._plants.items()}
