"""Progress in a log: a line at the start, then one every ten seconds."""

from dorsi.cli.progress import LINE_EVERY_S, now_and_then


def test_a_line_comes_at_the_start_and_then_every_ten_seconds():
    said, now_s = [], [0.0]
    progress = now_and_then(said.append, clock=lambda: now_s[0])
    for second in range(36):
        now_s[0] = float(second)
        progress(second / 4, 9.0)
    assert LINE_EVERY_S == 10.0
    assert said == ["analysing 9.0 s", "28 % of 9.0 s", "56 % of 9.0 s", "83 % of 9.0 s"]


def test_a_clip_that_is_done_at_once_has_one_line():
    said = []
    progress = now_and_then(said.append, clock=lambda: 5.0)
    progress(0.0, 4.5)
    progress(4.5, 4.5)
    assert said == ["analysing 4.5 s"]
