"""The drawing of how to film moves, and stands still for whoever asked for less motion."""

import pytest
from screens import PHONE

MOVED_PX = """() => { const { animVal, baseVal } = document.querySelector(".guide circle").cy;
    return Math.abs(animVal.value - baseVal.value) }"""


@pytest.mark.parametrize(("motion", "moves"), [("no-preference", True), ("reduce", False)])
def test_the_guide_moves_unless_less_motion_is_wished(browse, motion, moves):
    page = browse(**PHONE, reduced_motion=motion)
    page.goto("/film/lunge")
    farthest = 0.0
    for _ in range(40):
        page.wait_for_timeout(100)
        farthest = max(farthest, page.evaluate(MOVED_PX))
        if farthest > 3:
            break
    assert (farthest > 3) == moves
