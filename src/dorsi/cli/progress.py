"""How far a long run has come, told on stderr: a bar by timestamps on a terminal, one quiet line elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

Told = Callable[[float, float], None]


@contextmanager
def clip_progress(console: Console, name: str) -> Iterator[Told]:
    """Give a function that is told how many seconds of the clip, of how many, are done."""
    if not console.is_terminal:
        yield _first_time(lambda total_s: say(console, f"{name}: analysing {total_s:.1f} s"))
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
    """Print one line as it is, however long, with no markup read into it."""
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _first_time(tell: Callable[[float], None]) -> Told:
    told = False

    def progress(_done_s: float, total_s: float) -> None:
        nonlocal told
        if not told:
            tell(total_s)
        told = True

    return progress
