"""Mistakes put right: a session's facts changed, a clip moved, a person renamed; numbers stay as they were measured."""

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dorsi import report, results
from dorsi.batch.forgetting import forget_session, remove_results
from dorsi.batch.squads import refresh_squads
from dorsi.detectable import detectable_changes
from dorsi.exchange.signals_file import load_signals
from dorsi.names import checked, fold, tidy
from dorsi.people.joined import careful_answers
from dorsi.schema.session import Session
from dorsi.store import ChangeRecord, PersonRecord, SessionRecord, Store, changing
from dorsi.store.undoing import undo_last

REMOVABLE: Final = frozenset({"recorded_on", "speed_kmh", "shoes"})  #: facts that may be unknown; a person is not


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is to be known about a session from now on; None leaves a fact as it is, an empty note removes it."""

    person: str | None = None
    recorded_on: dt.date | None = None
    speed_kmh: float | None = None
    shoes: str | None = None
    note: str | None = None
    unknown: frozenset[str] = frozenset()  #: facts that are no longer known, of `REMOVABLE`

    def __post_init__(self) -> None:
        """Refuse what can't be a name."""
        if self.person is not None:
            checked(self.person)

    @property
    def named(self) -> frozenset[str]:
        """The facts that change, but for the note, which no name or folder tells."""
        given = {name for name, value in vars(self).items() if value is not None}
        return (self.unknown | given) - {"note", "unknown"}

    def told_of(self, record: SessionRecord) -> str:
        """Return in words what changes about a session, "" if nothing does; only names that it holds appear."""
        clip = record.clip_name
        if self.person is not None and fold(self.person) != fold(record.person):
            return f"{clip} was moved from {record.person} to {tidy(self.person)}"
        words = {"recorded_on": "day", "speed_kmh": "speed", "shoes": "shoes", "note": "note"}
        now = {
            "recorded_on": record.recorded_on,
            "speed_kmh": record.session.speed_kmh,
            "shoes": record.session.shoes,
            "note": record.note,
        }
        wanted = {name: None if name in self.unknown else getattr(self, name) for name in words}
        given = self.unknown | {name for name in words if wanted[name] is not None}
        named = ", ".join(words[name] for name in words if name in given and (wanted[name] or None) != now[name])
        return f"{record.person}'s {clip} was corrected ({named})" if named else ""

    def of(self, session: Session) -> Session:
        """Return the session with the changes in it."""
        told = {"person": self.person, "speed_kmh": self.speed_kmh, "shoes": self.shoes}
        if self.recorded_on is not None and (session.recorded_at or "")[:10] != self.recorded_on.isoformat():
            told["recorded_at"] = self.recorded_on.isoformat()
        no_longer = {"recorded_at" if name == "recorded_on" else name: None for name in self.unknown}
        return session.model_copy(update={name: one for name, one in told.items() if one is not None} | no_longer)


def change_session(
    store: Store,
    key: str,
    changes: Changes,
    *,
    folder: Path | None = None,
    clip: Path | None = None,
    by_hand: bool = True,
    undoable: bool = True,
) -> list[SessionRecord]:
    """Change facts about a clip's sessions, in the store and in the files, and return the sessions as they are now.

    All movements of the clip change together, since who was filmed and when is one fact of the clip.

    Parameters
    ----------
    store
        Where they are kept.
    key
        Of one of the sessions.
    changes
        What is to be known.
    folder
        Where the results are to lie; they stay where they are if None.
    clip
        Where the clip lies now, if it was moved.
    by_hand
        Whether a person says so: then names and folders no longer count for these facts.
    undoable
        Whether a person says so now: then it is the last change that can be undone.
    """
    family = store.movements(key)
    if folder is not None and family:
        _move_results(family[0].folder, folder)
    changed = [
        replace(
            record,
            session=changes.of(record.session),
            person=changes.person or record.person,
            recorded_on=None if "recorded_on" in changes.unknown else changes.recorded_on or record.recorded_on,
            note=record.note if changes.note is None else changes.note or None,
            folder=record.folder if folder is None else results.part_folder(folder.absolute(), record.session.part),
            clip=clip or record.clip,
            by_hand=record.by_hand | (changes.named if by_hand else frozenset()),
        )
        for record in family
    ]
    if changed:
        told = changes.told_of(family[0]) if by_hand and undoable else ""
        changing.change_sessions(store, changed, text=told or None)
    _write_again(store, changed, also=[one.folder for one in family])
    return store.movements(key)


def rename_person(store: Store, name: str, to: str) -> PersonRecord:
    """Give a person another name, in the store and in the files; the one before stays known."""
    record = changing.rename(store, name, checked(to))
    _write_again(store, store.sessions(record.name))
    return record


def merge_people(store: Store, name: str, into: str) -> PersonRecord:
    """Join two people who are one, in the store and in the files; the first name stays known.

    Of answers that both have, the more careful ones stay.
    """
    record = changing.merge(store, name, into, answers=careful_answers(store, name, into))
    _write_again(store, store.sessions(record.name))
    return record


def undo(store: Store, change_id: int | None = None) -> ChangeRecord:
    """Undo the last change by hand, in the store and in the files, and return it.

    Parameters
    ----------
    store
        Where it was made.
    change_id
        The change that is meant; nothing else is undone.

    Raises
    ------
    NotStoredError
        If there is none, or another change came after the one that is meant.
    DataError
        If something was changed since of what it changed.
    """
    undone = undo_last(store, change_id)
    own = [one for key in undone.keys if (one := store.find(key)) is not None]
    _write_again(store, own)
    refresh_squads(store, [one.folder for name in undone.people for one in store.sessions(name)])
    return undone.change


def replaced(store: Store, kept: Iterable[str], clip_sha256: str) -> list[SessionRecord]:
    """Delete what was stored of a clip's content before under other choices, and return it; its note is kept.

    Two people in one clip, told apart by the pixel at which each stands, are two results and stay. Squad pages are not
    written again: many clips may follow.

    Parameters
    ----------
    store
        Where they are kept.
    kept
        Keys of the sessions that stay.
    clip_sha256
        Of the clip's content.
    """
    keys, of_clip = set(kept), store.of_clip(clip_sha256)
    picks = {one.session.provenance.get("setting_pick") for one in of_clip if one.key in keys}
    gone = []
    for record in of_clip:
        pick = record.session.provenance.get("setting_pick")
        if record.key in keys or (pick is not None and pick not in picks):
            continue
        if store.find(record.key) is not None:  # it may have gone with the clip's main movement
            forget_session(store, record.key, refresh=False)
        gone.append(record)
    told = next((one for one in gone if one.note or one.by_hand), None)
    for key in sorted(keys)[:1] if told else ():
        _correct_again(store, key, told)
    return gone


def replace_session(store: Store, key: str, by: str) -> None:
    """Delete a result that was wrong, now that a right one of the same clip is there; its note is kept.

    Parameters
    ----------
    store
        Where both are kept.
    key, by
        Of the wrong result and of the right one; nothing is done if they are the same, or the wrong one is gone.
    """
    wrong = store.find(key)
    if wrong is None or key in {one.key for one in store.movements(by)}:
        return
    forget_session(store, key)
    _correct_again(store, by, wrong)


def _correct_again(store: Store, key: str, before: SessionRecord | None) -> None:
    """Keep what a person said of a clip, note included, for the result that replaces one."""
    now = store.find(key)
    if now is None or before is None:
        return
    session = before.session
    facts = {"person": before.person, "recorded_on": before.recorded_on, "speed_kmh": session.speed_kmh,
             "shoes": session.shoes}  # fmt: skip
    told: dict[str, Any] = {name: facts[name] for name in before.by_hand}
    unknown = frozenset(name for name, value in told.items() if value is None)
    changes = Changes(**told, note=None if now.note else before.note, unknown=unknown)
    if changes != Changes():
        change_session(store, key, changes, undoable=False)


def _write_again(store: Store, records: Iterable[SessionRecord], *, also: Iterable[Path] = ()) -> None:
    """Write the files of results that tell who and when again, as the store has them, and the squad pages above.

    A folder that is gone is passed over; `also` are folders whose squad pages change, too.
    """
    told = list(records)
    for record in told:
        if (record.folder / "session.json").is_file():
            results.write_json(record.session, record.folder / "session.json")
            _write_page_again(record)
    refresh_squads(store, [*also, *(record.folder for record in told)])


def _write_page_again(record: SessionRecord) -> None:
    folder = record.folder
    if (folder / "signals.csv").is_file() and (folder / "report.html").is_file():
        stored = report.Stored(session=record.session, signals=load_signals(folder / "signals.csv"))
        report.write_page(stored, None, folder, detectable=detectable_changes())


def _move_results(before: Path, after: Path) -> None:
    """Move a clip's results with those of its further movements; what lies at the new place is replaced."""
    if before.absolute() == after.absolute() or not (before / "session.json").is_file():
        return
    with results.staged(after) as staging:
        shutil.copytree(before, staging, dirs_exist_ok=True)
    for part in results.part_folders(before):
        remove_results(part)
    remove_results(before)
