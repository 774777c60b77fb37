"""Shows the progress of a long run on stderr: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

Told = Callable[[float, float], None]
LINE_EVERY_S: Final = 10.0  #: often enough to show that it works, seldom enough for a log file


@contextmanager
def clip_progress(console: Console, name: str) -> Iterator[Told]:
    """Give a callback for the seconds of the clip that are done, and their total."""
    if not console.is_terminal:
        yield now_and_then(lambda line: say(console, f"{name}: {line}"))
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:.1f} of {task.total:.1f} s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(name, total=None, visible=False)
        yield lambda done_s, total_s: progress.update(task, completed=done_s, total=total_s, visible=True)


def say(console: Console, line: str) -> None:
    """Print one line unchanged, without wrapping and without reading markup."""
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def now_and_then(tell: Callable[[str], None], *, clock: Callable[[], float] = monotonic) -> Told:
    """Return a callback that reports progress at the start and then every ten seconds.

    Parameters
    ----------
    tell
        Given "analysing 6.5 s", then "35 % of 6.5 s".
    clock
        Seconds that only go up.
    """
    last_s: float | None = None

    def progress(done_s: float, total_s: float) -> None:
        nonlocal last_s
        now_s = clock()
        if last_s is None:
            tell(f"analysing {total_s:.1f} s")
        elif now_s - last_s < LINE_EVERY_S or total_s <= 0:
            return
        else:
            tell(f"{100 * done_s / total_s:.0f} % of {total_s:.1f} s")
        last_s = now_s

    return progress
