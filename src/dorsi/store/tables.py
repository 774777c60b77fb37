"""The tables. Every change here needs a migration in `migrations/versions` (`dorsi db check` compares)."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

#: Final states of a job.
FINAL_STATES: Final = frozenset({"done", "failed", "cancelled"})


class Table(DeclarativeBase):
    """Base of all tables: constraints get names, so that migrations can refer to them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Person(Table):
    """A person who was filmed or keeps a log."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, unique=True)  #: the name as it is compared: case and form do not count
    team: Mapped[str | None] = mapped_column(Text)
    group_name: Mapped[str | None] = mapped_column(Text)
    birth_year: Mapped[int | None]
    injured: Mapped[bool | None]  #: None where no one has said


class Alias(Table):
    """Another name of a person: one that they had before, or that their folder has."""

    __tablename__ = "alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, unique=True)


class Place(Table):
    """A folder into which results of a person were written: kept after a move, so that deleting finds it."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("person_id", "folder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    folder: Mapped[str] = mapped_column(Text)


class Filmed(Table):
    """One analysed clip; `record` is the whole session."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  #: clip hash, settings and model
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[str] = mapped_column(Text)
    schema_version: Mapped[str] = mapped_column(Text)
    movement: Mapped[str] = mapped_column(Text)
    recorded_on: Mapped[dt.date | None]
    clip: Mapped[str] = mapped_column(Text)
    clip_sha256: Mapped[str] = mapped_column(String(64))
    folder: Mapped[str] = mapped_column(Text)  #: path of its report
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str | None] = mapped_column(Text)
    by_hand: Mapped[str] = mapped_column(Text, default="", server_default="")  #: facts that a person corrected

    person: Mapped[Person] = relationship()
    measurements: Mapped[list["MeasuredNumber"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    arrays: Mapped[list["ArrayFile"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class MeasuredNumber(Table):
    """One number of one session: long form, with unit, scale and doubt."""

    __tablename__ = "measurement"
    __table_args__ = (
        UniqueConstraint("filmed_id", "name", "side", "scale"),
        Index(None, "name", "side", "scale", "filmed_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filmed_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    side: Mapped[str] = mapped_column(String(5))
    value: Mapped[float | None]
    unit: Mapped[str] = mapped_column(Text)
    scale: Mapped[str] = mapped_column(Text)
    n: Mapped[int]
    sd: Mapped[float | None]
    ci95_low: Mapped[float | None]
    ci95_high: Mapped[float | None]
    status: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[str | None] = mapped_column(Text)


class ArrayFile(Table):
    """A session's array file, stored beside the database under its content's hash."""

    __tablename__ = "array"
    __table_args__ = (UniqueConstraint("filmed_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filmed_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)  #: such as landmarks.npz
    sha256: Mapped[str] = mapped_column(String(64), index=True)


class Planned(Table):
    """A person's programme; the newest counts."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    start_date: Mapped[dt.date | None]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Logged(Table):
    """A person's whole log since the plan began; one row for each person."""

    __tablename__ = "log"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    started: Mapped[dt.date | None]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Asked(Table):
    """A person's intake answers; one row for each person."""

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Draft(Table):
    """Answers that a person has not finished, by place; one row for each person."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Failed(Table):
    """A clip that could not be measured, and why; deleted when a later run succeeds."""

    __tablename__ = "failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    clip: Mapped[str] = mapped_column(Text, unique=True)
    clip_sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship()


class Changed(Table):
    """A change by hand that can be undone; deleted with the data that it is about."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[dt.datetime]  #: UTC
    text: Mapped[str] = mapped_column(Text)  #: what was changed, for people
    about: Mapped[list[str]] = mapped_column(JSON)  #: "person 3", "session 3fa2...": whose deletion deletes the change
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  #: as in `dorsi.store.journal`


class Device(Table):
    """A phone or laptop that may use the web app; only the hash of its token is stored."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[dt.datetime]  #: UTC


class Upload(Table):
    """A clip sent by a browser; its content is in a folder beside the database."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(Text)  #: shown to people, never a path
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    clip: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[dt.datetime]  #: UTC


class Job(Table):
    """A clip to analyse for a person; stored, so that a restarted server continues with it."""

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    clip_name: Mapped[str] = mapped_column(Text)
    clip_sha256: Mapped[str] = mapped_column(String(64), index=True)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    session_key: Mapped[str | None] = mapped_column(String(64), index=True)
    tries: Mapped[int]
    clip_s: Mapped[float | None]  #: length of the clip, seconds
    work_s: Mapped[float | None]  #: that measuring it took on this machine; None where landmarks were known before
    created_at: Mapped[dt.datetime]  #: UTC

    person: Mapped[Person] = relationship()


class Deletion(Table):
    """What is being deleted: noted before, so that the next start finishes it; its files are paths in `record`."""

    __tablename__ = "deletion"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None]  #: no foreign key: the note outlives the rows
    session_keys: Mapped[list[str]] = mapped_column(JSON)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Home(Table):
    """Where the database's file was made; a copy of it finds another place here. One row, none on a server."""

    __tablename__ = "home"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(Text)
