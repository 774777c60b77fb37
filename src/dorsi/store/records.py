"""Records that go into and come out of the store, independent of the database."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from dorsi.schema.session import Session

CLIP_SUFFIX: Final = ".video"  #: of clips kept by the web app, which are named by their content


@dataclass(frozen=True, kw_only=True)
class Key:
    """Everything a result depends on: equal keys give equal numbers."""

    clip_sha256: str
    settings: Mapping[str, object]  #: every choice of the analysis; paths replaced by content hashes
    model_sha256: str

    @property
    def digest(self) -> str:
        """The key as 64 hexadecimal digits."""
        text = json.dumps([self.clip_sha256, dict(self.settings), self.model_sha256], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def part_key(main: str, part: int) -> str:
    """Return the key of one movement of a clip; `main` is that of its main movement, part 1."""
    return main if part == 1 else hashlib.sha256(f"{main} {part}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished analysis to store."""

    key: Key  #: of the clip
    person: str
    recorded_on: dt.date | None
    session: Session
    clip: Path
    folder: Path  #: path of its report
    arrays: Mapping[str, bytes] = field(default_factory=dict)  #: name, such as "landmarks.npz", and content
    note: str | None = None
    by_hand: frozenset[str] = frozenset()  #: facts that a person corrected: names and folders no longer count for them

    @property
    def digest(self) -> str:
        """The key of this movement of the clip."""
        return part_key(self.key.digest, self.session.part)


@dataclass(frozen=True, kw_only=True)
class SessionRecord:
    """A stored session."""

    key: str  #: `Made.digest`
    person: str
    recorded_on: dt.date | None
    session: Session
    clip: Path
    folder: Path
    arrays: Mapping[str, Path]  #: name and file
    note: str | None = None
    by_hand: frozenset[str] = frozenset()  #: as in `Made`

    @property
    def clip_name(self) -> str:
        """The name of the clip's file; for one sent through the web app the name it had on the phone."""
        return Path(self.session.clip.path).name if self.clip.suffix == CLIP_SUFFIX else self.clip.name


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """A person, and how much is stored about them."""

    id: int
    name: str
    sessions: int
    first_on: dt.date | None
    last_on: dt.date | None
    plans: int
    failures: int
    team: str | None = None
    group: str | None = None
    birth_year: int | None = None
    injured: bool | None = None  #: None where no one has said
    aliases: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored for the person."""
        return not (self.sessions or self.plans or self.failures)


@dataclass(frozen=True, kw_only=True)
class ChangeRecord:
    """A change by hand that can be undone."""

    id: int
    made_at: dt.datetime
    text: str  #: such as "Ana was renamed Anna Berg"


@dataclass(frozen=True, kw_only=True)
class FailureRecord:
    """A clip that could not be measured."""

    clip: Path
    clip_sha256: str
    person: str
    reason: str


class TrendPoint(NamedTuple):
    """One dated value of one person's side; bounds in the unit of the value."""

    person: str
    side: str
    recorded_on: dt.date | None
    value: float | None
    ci95_low: float | None
    ci95_high: float | None
    movement: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Removed:
    """What was deleted."""

    sessions: int
    measurements: int
    plans: int
    logs: int
    failures: int
    intakes: int
    jobs: int
    array_files: int
    clips_sha256: frozenset[str]  #: of every clip that was measured or waited to be
    folders: tuple[Path, ...]  #: every one that was written for the person and holds no one else's results now
    records: tuple[SessionRecord, ...]  #: of the sessions, so that their other files can be found
