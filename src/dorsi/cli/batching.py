"""The work of `dorsi batch` once its options are read: find, list, measure, summarise."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from dorsi import batch, engines
from dorsi.batch import Finished, Found, Order
from dorsi.batch.alike import alike
from dorsi.batch.undated import how_to_tell, undated_of
from dorsi.batch.waiting import Seen, until_new
from dorsi.cli.headline import has_number, result_line
from dorsi.cli.progress import say
from dorsi.cli.rows import print_rows
from dorsi.clip_request import ClipOptions
from dorsi.detectable import detectable_changes
from dorsi.engines import Engine, Hear
from dorsi.names import fold
from dorsi.report.clip.company import is_asked
from dorsi.report.pictures import REPORT_NAME, read_pictures
from dorsi.store import SessionRecord, Store
from dorsi.wording.plurals import plural


@dataclass(frozen=True, kw_only=True)
class Request:
    """The options of one call."""

    folder: Path
    out: Path
    workers: int | None
    scheduler: str | None
    send_clips: bool
    manifest: Path | None
    options: ClipOptions  #: for every clip whose name or row does not say otherwise
    overlay: bool
    blur_faces: bool


def run(request: Request, *, dry: bool, tried: set[str] | None = None) -> bool:
    """Measure new clips, print the result of every clip, and return whether all succeeded.

    Clips whose keys are in `tried` are not tried again; those that fail now are added to it.
    """
    console, messages = Console(), Console(stderr=True)
    batch.most_workers(1, request.workers)
    with messages.status("checking the clips"):
        found = batch.find(request.folder, manifest=request.manifest, leave_out=request.out, **request.options)
    _print_skipped(console, found)
    detectable = detectable_changes()
    with Store() as store:
        work = batch.plan(found, store, request.out, overlay=request.overlay, blur_faces=request.blur_faces)
        if tried is not None:
            work = replace(work, todo=tuple(one for one in work.todo if one.key.digest not in tried))
        if dry:
            _print_plan(console, found, work)
            return True
        with _display(messages, work.todo) as (hear, told):
            try:
                summary = batch.run(
                    work,
                    store,
                    _engine(request, hear),
                    overlay=request.overlay,
                    blur_faces=request.blur_faces,
                    send_clips=request.send_clips,
                    detectable=detectable,
                    told=told,
                )
            except KeyboardInterrupt:
                say(messages, "Stopped. Everything measured so far is stored; run the same command again to continue.")
                raise
        if tried is not None:
            tried |= {one.order.key.digest for one in summary.failed}
        skipped = _skipped(found, work)
        known = store.people() or skipped
        pages = batch.write_squad_report(store, request.out, detectable=detectable, skipped=skipped) if known else []
        twice = alike(store.people())
        undated = undated_of(store, (one.key.digest for one in (*work.done, *work.todo)))
    _print_outcome(console, found, work, summary, request.out, undated)
    _print_alike(console, twice)
    for page in pages[:1]:
        say(console, f"Squad table: {page}")
    return not summary.failed


def _print_alike(console: Console, twice: Iterable[Sequence[str]]) -> None:
    for first, *others in twice:
        for other in others:
            say(console, f"perhaps one person: {first} and {other}; if so: dorsi person merge '{other}' '{first}'")


def _skipped(found: Found, work: batch.BatchPlan) -> list[tuple[str, str]]:
    """Return every clip that is left out, with the reason."""
    untold = [(one.name, one.reason) for one in found.untold]
    blocked = [(order.name, reason) for order, reason in work.blocked]
    return [*untold, *blocked, *((one.name, f"is the same clip as {one.same_as}") for one in found.twins)]


def watch(request: Request) -> None:
    """Measure what is in the folder, then whatever comes, until Ctrl-C; what can't be measured is tried once."""
    messages, seen, tried = Console(stderr=True), Seen(), set[str]()
    while True:
        try:
            say(messages, f"Waiting for clips in {request.folder}. Press Ctrl-C to end.")
            seen = until_new(request.folder, seen, leave_out=request.out, manifest=request.manifest)
        except KeyboardInterrupt:
            return
        run(request, dry=False, tried=tried)


def _print_outcome(
    console: Console,
    found: batch.Found,
    work: batch.BatchPlan,
    summary: batch.Summary,
    out: Path,
    undated: Sequence[SessionRecord],
) -> None:
    """Print what became of every clip, and how many there were of each kind."""
    for order, reason in work.blocked:
        say(console, f"skipped: {order.name}: {reason}")
    for one in summary.failed:
        say(console, f"failed: {one.order.name}: {one.reason}")
    for order in sorted((one for one in (*work.done, *work.todo) if one.facts.by_hand), key=lambda one: one.name):
        day = order.request.recorded_on
        say(console, f"as corrected: {order.name}: {order.request.person}, {day.isoformat() if day else 'no day'}")
    for order, before in summary.moved:
        now = order.request.person or ""
        whose = (
            f"still {now}'s" if fold(before) == fold(now) else f"was {before}'s and is {now}'s now, as its name says"
        )
        say(console, f"moved: {order.name}: measured before; {whose}")
    for one in summary.measured:
        _ask_who(console, one, work.folders[one.order.name])
    for folder in summary.replaced:
        say(console, f"replaced: {folder}: the same clip, measured before with other choices")
    for record in undated:
        say(console, f"needs a day: {record.clip_name} ({record.person}): {how_to_tell(record)}")
    counts = counts_of(summary)
    left_out = len(found.untold) + len(work.blocked)
    counts += f", {len(summary.moved)} moved" if summary.moved else ""
    say(
        console,
        f"{counts}, {left_out} skipped, {plural(len(found.twins), 'duplicate')}. Results: {out}",
    )
    if undated:
        say(console, f"{plural(len(undated), 'clip')} {'needs' if len(undated) == 1 else 'need'} a day.")


def counts_of(summary: batch.Summary) -> str:
    """Return how many clips were measured, gave no number, were done before and failed."""
    without = sum(one.session is not None and not has_number(one.session) for one in summary.measured)
    counts = f"{len(summary.measured) - without} measured"
    counts += f", {without} without a number" if without else ""
    return f"{counts}, {len(summary.skipped)} done before, {len(summary.failed)} failed"


def _ask_who(console: Console, one: Finished, folder: Path) -> None:
    """Ask which of several people a clip is about, with a pixel on each and where they are shown."""
    people = read_pictures(folder).people if one.session is not None and is_asked(one.session) else ()
    if len(people) > 1:
        named = " or ".join(
            f"{person.pick_px[0]},{person.pick_px[1]} (person {number}{', measured' if person.measured else ''})"
            for number, person in enumerate(people, 1)
        )
        say(
            console,
            f"who is it: {one.order.name}: {len(people)} people are in the clip; write one into the column pick of a "
            f"manifest: {named}. They are shown in {folder / REPORT_NAME}",
        )


def write_manifest(folder: Path, path: Path, *, leave_out: Path, options: ClipOptions) -> None:
    """Write a pre-filled manifest, and say what is left to do with it."""
    given = ClipOptions(**{name: value for name, value in options.items() if value is not None})  # type: ignore[typeddict-item]
    open_ = batch.make_manifest(folder, path, leave_out=leave_out, **given)
    say(Console(), f"{path} written. {plural(len(open_), 'clip')} left to fill in{':' if open_ else '.'}")
    for clip, question in open_.items():
        say(Console(), f"  {clip}: {question}")
    say(Console(), f"When it is complete: dorsi batch {folder} --manifest {path}")


def _engine(request: Request, hear: Hear) -> Engine:
    if request.scheduler is not None:
        return engines.cluster(request.scheduler, hear=hear)
    return batch.apart(batch.most_workers(os.cpu_count() or 1, request.workers), hear=hear)


def _print_skipped(console: Console, found: Found) -> None:
    for one in found.untold:
        say(console, f"skipped: {one.name}: {one.reason}")
    for twin in found.twins:
        say(console, f"duplicate: {twin.name} is the same clip as {twin.same_as}")


def _print_plan(console: Console, found: Found, work: batch.BatchPlan) -> None:
    states = [(one, "new") for one in work.todo] + [(one, "done") for one in work.done]
    rows = [(*_cells(order), state) for order, state in states]
    print_rows(console, ("Clip", "Person", "Day", "Movement", "Side", ""), rows, apart=0)
    for order, reason in work.blocked:
        say(console, f"skipped: {order.name}: {reason}")
    skipped = len(found.untold) + len(work.blocked)
    say(console, f"{len(work.todo)} to measure, {len(work.done)} done before, {skipped} skipped.")


def _cells(order: Order) -> tuple[str, ...]:
    asked = order.request
    day = asked.recorded_on.isoformat() if asked.recorded_on else "from the clip"
    return order.name, asked.person or "", day, asked.movement, asked.side


@contextmanager
def _display(messages: Console, todo: Iterable[Order]) -> Iterator[tuple[Hear, Callable[[Finished], None]]]:
    """Give callbacks for each worker's progress and for each finished clip: bars on a terminal, lines elsewhere."""
    names = [order.name for order in todo]
    if not messages.is_terminal:
        yield (lambda *_heard: None), _lines(messages, len(names))
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=messages, transient=True) as progress:
        yield _bars(progress, names)


def _lines(messages: Console, count: int) -> Callable[[Finished], None]:
    finished = 0

    def told(one: Finished) -> None:
        nonlocal finished
        finished += 1
        say(messages, f"{finished} of {count}  {_result(one)}")

    return told


def _result(one: Finished) -> str:
    return f"{one.order.name}: {one.reason if one.session is None else result_line(one.session)}"


def _bars(progress: Progress, names: list[str]) -> tuple[Hear, Callable[[Finished], None]]:
    """Return both callbacks for one bar over all clips, and one for each worker."""
    total = progress.add_task("all clips", total=len(names), amount=f"0 of {len(names)}")
    bars: dict[str, TaskID] = {}
    under_way: dict[int, float] = {}
    finished = 0

    def hear(worker: str, index: int, done: float, length: float) -> None:
        bar = bars.get(worker)
        if bar is None:
            bar = bars[worker] = progress.add_task(worker, total=length, amount="")
        amount = f"{done:.0f} of {length:.0f} s"
        progress.update(bar, description=names[index], completed=done, total=length, amount=amount)
        under_way[index] = min(1.0, done / length) if length > 0 else 0.0
        progress.update(total, completed=finished + sum(under_way.values()))

    def told(one: Finished) -> None:
        nonlocal finished
        finished += 1
        under_way.pop(names.index(one.order.name), None)
        progress.update(total, completed=finished + sum(under_way.values()), amount=f"{finished} of {len(names)}")
        say(progress.console, _result(one))

    return hear, told
