"""Runs a batch: skips finished clips, lets an engine measure the rest, and stores each outcome."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dorsi import results
from dorsi.batch import mending
from dorsi.batch.done import day_of, is_done, is_whole, person_of, shows_faces
from dorsi.batch.finding import Found, Order, result_folders
from dorsi.batch.squads import refresh_squads
from dorsi.batch.work import Failure, MeasuredClip, Parcel, measure_clip
from dorsi.detectable import PUBLISHED, DetectableChanges
from dorsi.engines import Engine, Lost
from dorsi.errors import OptionError
from dorsi.schema.session import Session
from dorsi.store import FailureRecord, Made, SessionRecord, Store, changing

ARRAYS = ("landmarks.npz", "signals.csv")


@dataclass(frozen=True, kw_only=True)
class Finished:
    """One clip that the engine has finished."""

    order: Order
    session: Session | None  #: of its main movement; None when it failed
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class BatchPlan:
    """The remaining work."""

    todo: tuple[Order, ...]
    done: tuple[Order, ...]  #: measured in an earlier run with the same settings and model
    folders: dict[str, Path]
    #: Whether a clip's content is stored once: one that was filed elsewhere moves, and what was measured of it with
    #: other choices is deleted.
    one_for_each_clip: bool = False
    blocked: tuple[tuple[Order, str], ...] = ()  #: whose folder holds a file that dorsi did not write, and which


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The outcome of a run, with clip names."""

    measured: tuple[Finished, ...]
    failed: tuple[Finished, ...]
    skipped: tuple[Order, ...]
    #: Measured before under another name, person or day, with the person of before: nothing had to be measured again.
    moved: tuple[tuple[Order, str], ...] = ()
    replaced: tuple[str, ...] = ()  #: folders of earlier results of the same clips, deleted


def plan(found: Found, store: Store, out: Path, *, overlay: bool, blur_faces: bool = False) -> BatchPlan:
    """Return the remaining work: a clip is done if it is stored for the same person and day, and its report exists.

    With `blur_faces`, reports that show faces are made again.

    Raises
    ------
    OptionError
        If a result's folder cannot be written.
    """
    orders = [_as_corrected(_under_own_name(order, store), store) for order in found.orders]
    folders = result_folders(orders, out)
    for folder in folders.values():
        results.check_writable(folder)
    done = [
        order
        for order in orders
        if is_done(order, store, folders[order.name], overlay=overlay)
        and not (blur_faces and shows_faces(folders[order.name]))
    ]
    names = {order.name for order in done}
    todo = [order for order in orders if order.name not in names]
    strangers = {one.name: file for one in todo if (file := results.stranger_in(folders[one.name])) is not None}
    return BatchPlan(
        todo=tuple(one for one in todo if one.name not in strangers),
        done=tuple(done),
        folders=folders,
        one_for_each_clip=True,
        blocked=tuple((one, _blocked(strangers[one.name])) for one in todo if one.name in strangers),
    )


def _blocked(stranger: Path) -> str:
    return f"its folder {stranger.parent} holds '{stranger.name}', which dorsi did not write; move that file away"


def _under_own_name(order: Order, store: Store) -> Order:
    """Return the order with the name that its person is stored under: a folder may hold one that they had before."""
    name = changing.known_as(store, person_of(order))
    return order if name == order.request.person else replace(order, request=replace(order.request, person=name))


def _as_corrected(order: Order, store: Store) -> Order:
    """Return the order with what was corrected by hand about the clip, whatever its name and folder say."""
    for known in store.of_clip(order.key.clip_sha256):
        alone = order.request.pick is None and known.session.provenance.get("setting_pick") is None
        if not known.by_hand or not (alone or known.key == order.key.digest):
            continue
        facts: dict[str, Any] = {
            "person": known.person,
            "recorded_on": known.recorded_on,
            "speed_kmh": known.session.speed_kmh,
            "shoes": known.session.shoes,
        }
        told = {name: facts[name] for name in known.by_hand}
        facts_of = replace(order.facts, by_hand=known.by_hand)
        return replace(order, request=replace(order.request, **told), facts=facts_of)
    return order


def run(
    work: BatchPlan,
    store: Store,
    engine: Engine,
    *,
    overlay: bool = False,
    blur_faces: bool = False,
    send_clips: bool = False,
    detectable: DetectableChanges = PUBLISHED,
    told: Callable[[Finished], None] = lambda _finished: None,
) -> Summary:
    """Measure the remaining clips, and store each result as it arrives.

    Only this process writes: first a result's folder, then its rows in one transaction. After an interruption, the next
    run continues with the clips not stored yet.

    Parameters
    ----------
    work
        From `plan`.
    store
        Stores the results.
    engine
        Measures the clips; results do not depend on it.
    overlay
        Whether to draw overlay videos.
    blur_faces
        Whether to blur faces in overlay videos and stills.
    send_clips
        Whether to send clips to the workers, instead of having them read the same path.
    detectable
        The smallest changes that count; shown in the reports.
    told
        Called for each finished clip.

    Raises
    ------
    DataError
        If a result cannot be written or stored. The run stops, and earlier results stay stored.
    """
    in_teams = [order for order in (*work.done, *work.todo) if order.facts.team or order.facts.group]
    changing.describe(store, map(_roster, in_teams))
    store.drop_removed_failures()
    moved = tuple(
        (order, before)
        for order in work.todo
        if (before := _moved_from(order, store, work, overlay, blur_faces)) is not None
    )
    todo = [one for one in work.todo if one not in [order for order, _ in moved]]
    ended, gone = [], list[SessionRecord]()
    parcels = (
        replace(_parcel(one, send_clips=send_clips), overlay=overlay, blur_faces=blur_faces, detectable=detectable)
        for one in todo
    )
    with closing(_outcomes(todo, engine, parcels)) as outcomes:
        for order, outcome in outcomes:
            ended.append(_keep(order, outcome, store, work.folders[order.name]))
            if work.one_for_each_clip and ended[-1].session is not None:
                gone += _without_earlier(order, store)
            told(ended[-1])
    if gone:
        refresh_squads(store, [one.folder for one in gone])
    ended.sort(key=lambda one: one.order.name)
    return Summary(
        measured=tuple(one for one in ended if one.session is not None),
        failed=tuple(one for one in ended if one.session is None),
        skipped=work.done,
        moved=moved,
        replaced=tuple(sorted({str(one.folder) for one in gone})),
    )


def _moved_from(order: Order, store: Store, work: BatchPlan, overlay: bool, blur_faces: bool) -> str | None:
    """File a clip where it belongs that was measured before under another name, person or day; return that person."""
    stored = store.find(order.key.digest) if work.one_for_each_clip else None
    if stored is None or not is_whole(stored.folder, overlay=overlay) or (blur_faces and shows_faces(stored.folder)):
        return None
    asked = order.request
    mending.change_session(
        store,
        stored.key,
        mending.Changes(
            person=person_of(order),
            recorded_on=asked.recorded_on,
            speed_kmh=asked.speed_kmh,
            shoes=asked.shoes,
            note=order.facts.note,
        ),
        folder=work.folders[order.name],
        clip=asked.path.absolute(),
        by_hand=False,
    )
    return stored.person


def _without_earlier(order: Order, store: Store) -> list[SessionRecord]:
    """Delete what was measured of a clip with other choices, and return it."""
    family = [one.key for one in store.movements(order.key.digest)]
    return mending.replaced(store, family, order.key.clip_sha256)


def _roster(order: Order) -> changing.RosterEntry:
    return changing.RosterEntry(name=person_of(order), team=order.facts.team, group=order.facts.group)


def _outcomes(
    todo: Sequence[Order], engine: Engine, parcels: Iterable[Parcel]
) -> Generator[tuple[Order, MeasuredClip | Failure | Lost], None, None]:
    with closing(engine(measure_clip, parcels)) as outcomes:
        for index, outcome in outcomes:
            yield todo[index], outcome


def _parcel(order: Order, *, send_clips: bool) -> Parcel:
    request = replace(order.request, path=order.request.path.absolute())
    file = request.backend_file
    return Parcel(
        name=order.name,
        request=request,
        content=request.path.read_bytes() if send_clips else None,
        backend_content=file.read_bytes() if send_clips and file else None,
    )


def _keep(order: Order, outcome: MeasuredClip | Failure | Lost, store: Store, folder: Path) -> Finished:
    if isinstance(outcome, (Failure, Lost)):
        store.save_failure(
            FailureRecord(
                clip=order.request.path.absolute(),
                clip_sha256=order.key.clip_sha256,
                person=person_of(order),
                reason=outcome.reason,
            )
        )
        return Finished(order=order, session=None, reason=outcome.reason)
    with results.staged(folder) as staging:
        for name, content in outcome.files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_bytes(content)
    main, *_ = outcome.sessions
    for earlier in store.movements(order.key.digest):
        if earlier.session.part > len(outcome.sessions):
            store.remove_session(earlier.key)
    for session in reversed(outcome.sessions):  # the main one last: if it is stored, all are
        store.save(_made(order, session, outcome.files, folder.absolute()))
    return Finished(order=order, session=main, reason=None)


def _made(order: Order, session: Session, files: Mapping[str, bytes], folder: Path) -> Made:
    place = results.part_folder(folder, session.part)
    found = {name: files.get((place / name).relative_to(folder).as_posix()) for name in ARRAYS}
    return Made(
        key=order.key,
        person=person_of(order),
        recorded_on=day_of(session),
        session=session,
        clip=order.request.path.absolute(),
        folder=place,
        arrays={name: content for name, content in found.items() if content is not None},
        note=order.facts.note,
        by_hand=order.facts.by_hand,
    )


def most_workers(cores: int, asked: int | None) -> int:
    """Return the number of processes: as requested, or one per core."""
    if asked is not None and asked < 1:
        raise OptionError(f"--workers: {asked} given, 1 or more allowed")
    return asked or max(1, cores)
