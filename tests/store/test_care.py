"""Looking after a database: versions, checks, copies, and what goes wrong."""

import sqlite3
import subprocess
import sys

import material
import pytest
from sqlalchemy import event, text

from dorsi.errors import DataError, DorsiError, OptionError
from dorsi.store import FailureRecord, Store, care, schema_version
from dorsi.store.place import parsed_url


def execute(url, statement):
    from sqlalchemy import create_engine  # noqa: PLC0415 - with no pragmas of dorsi's

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(store):
    with store.engine.connect() as connection:
        assert schema_version.drift(connection) == []


def test_upgrade_makes_an_empty_database_and_leaves_a_current_one(url):
    assert [care.upgrade(url)[1] for _ in range(2)] == ["empty", "current"]


def test_what_is_stored_survives_an_upgrade(store, url, made):
    kept = made()
    store.save(kept)
    care.upgrade(url)
    assert store.find(kept.key.digest).session == kept.session


def test_an_older_database_is_refused_with_what_to_do(store, url):
    execute(url, "DELETE FROM alembic_version")
    with pytest.raises(DataError, match="was made by an older version of dorsi; run: dorsi db upgrade"):
        Store(url)


def test_a_newer_database_is_refused(store, url):
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DataError, match="was made by a newer version of dorsi; update dorsi"):
        Store(url)
    with pytest.raises(DataError, match="was made by a newer version of dorsi"):
        care.upgrade(url)


def test_somebody_else_s_database_is_refused(url):
    if url.startswith("sqlite"):
        parsed = parsed_url(url)
        care.make_room(parsed)
    execute(url, "CREATE TABLE invoice (id INTEGER)")
    with pytest.raises(DataError, match="contains tables that are not dorsi's; set DORSI_DB to another database"):
        Store(url)


def test_a_sound_database_has_nothing_to_complain_of(store, url, made):
    store.save(made())
    assert care.check(url) == []


def test_a_table_that_was_changed_is_found(store, url):
    execute(url, "ALTER TABLE plan ADD COLUMN colour TEXT")
    assert "the tables differ from what dorsi expects" in "".join(care.check(url))


def test_missing_damaged_and_ownerless_arrays_are_found(store, url, made):
    for clip in ("a.mp4", "b.mp4"):
        store.save(made(clip=clip))
    first, second = (record.arrays["landmarks.npz"] for record in store.sessions())
    first.unlink()
    second.write_bytes(b"other points")
    stray = store.arrays_folder / "zz.npz"
    stray.touch()
    assert sorted(care.check(url)) == sorted([
        f"{first}: is missing",
        f"{second}: is damaged: its content has changed",
        f"{stray}: belongs to no session; you can delete it",
    ])  # fmt: skip


def test_a_session_that_lost_a_field_is_found(store, url, made):
    store.save(made())
    execute(url, "UPDATE session SET record = '{}'")
    assert "invalid field" in "".join(care.check(url))


def test_a_copy_stands_alone_and_holds_everything(store, url, made, tmp_path):
    store.save(made(clip="a.mp4"))
    store.save(made(clip="b.mp4", person="Bea"))
    file = care.backup(tmp_path / "copy", url)
    copied = f"sqlite:///{file}"
    with Store(copied) as copy:
        assert [(one.session, one.person) for one in copy.sessions()] == [
            (one.session, one.person) for one in store.sessions()
        ]
    assert care.check(copied) == []


def test_a_copy_is_never_written_over_something(url, store, tmp_path):
    (tmp_path / "copy").mkdir()
    with pytest.raises(DataError, match="already exists; choose a new folder"):
        care.backup(tmp_path / "copy", url)


def test_a_copy_that_can_not_be_finished_leaves_nothing(store, url, made, tmp_path):
    store.save(made())
    store.sessions()[0].arrays["landmarks.npz"].unlink()
    with pytest.raises(DataError, match="is missing; `dorsi db check` lists all such files"):
        care.backup(tmp_path / "copy", url)
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://host/dorsi", "sqlite://", "sqlite:///:memory:", "postgresql://host/dorsi"]
)
def test_an_address_that_can_not_be_used_is_told_with_those_that_can(address):
    with pytest.raises(OptionError, match=r"DORSI_DB: .*write sqlite:////folder/dorsi.db or postgresql\+psycopg://"):
        parsed_url(address)


def test_a_password_is_not_told():
    with pytest.raises(OptionError) as told:
        parsed_url("mysql://anna:geheim@host/dorsi")
    assert "geheim" not in str(told.value)


def test_a_server_that_does_not_answer_is_told_in_one_line(tmp_path):
    with pytest.raises(
        DataError, match=r"database postgresql\+psycopg://.* refused: .*check the server and the address"
    ):
        Store(f"postgresql+psycopg://dorsi@/dorsi?host={tmp_path}")


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "dorsi.db").write_text("x" * 4096, encoding="utf-8")
    with pytest.raises(DataError, match=r"dorsi.db is not a dorsi database; set DORSI_DB to another file"):
        Store(f"sqlite:///{tmp_path / 'dorsi.db'}")


LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_database_that_another_program_holds_is_told_and_nothing_is_half_written(tmp_path, made):
    path = tmp_path / "dorsi.db"
    with Store(f"sqlite:///{path}", busy_s=0.2) as store:
        command = [sys.executable, "-c", LOCK, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout.readline() == "locked\n"
            with pytest.raises(DataError, match=r"dorsi.db is in use by another program; wait until it finishes"):
                store.save(made())
            assert store.sessions() == []
            other.communicate("")
        store.save(made())
        assert len(store.sessions()) == 1


def test_a_full_disk_is_told_and_what_was_stored_is_kept(tmp_path, made):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        store.save(made(clip="first.mp4"))
        with sqlite3.connect(tmp_path / "dorsi.db") as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        # SQLite itself says "full" when its file may not grow, as it does when the disk is.
        event.listen(store.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}"))
        many = [material.measurement(name=f"angle{i}_deg") for i in range(2000)]
        with pytest.raises(DataError, match="cannot grow, the disk is full; free some space and try again"):
            store.save(made(clip="second.mp4", measurements=many))
        assert [one.clip.name for one in store.sessions()] == ["first.mp4"]


def test_readers_do_not_wait_for_a_writer(tmp_path, made):
    url = f"sqlite:///{tmp_path / 'dorsi.db'}"
    with Store(url) as writer, Store(url, busy_s=0.2) as reader:
        writer.save(made())
        with writer.transaction() as at:
            at.execute(text("DELETE FROM measurement"))
            assert len(reader.sessions()) == 1


def test_deleted_names_are_gone_from_the_file_itself(tmp_path, made):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        store.save(made(person="Querida Unmistakable"))
        store.remove("Querida Unmistakable")
    assert not [path for path in tmp_path.glob("dorsi.db*") if b"Unmistakable" in path.read_bytes()]


def test_a_server_without_its_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DorsiError, match=r"this needs the package psycopg: pip install 'dorsi\[postgres\]'"):
        Store("postgresql+psycopg://dorsi@/dorsi")


def test_a_failed_clip_whose_file_was_removed_is_named_and_dropped_by_the_next_batch(store, url, tmp_path):
    clip, unplugged = tmp_path / "bad.mp4", tmp_path / "disk" / "clips" / "Anna" / "cut.mp4"
    clip.touch()
    for one in (clip, unplugged):
        store.save_failure(FailureRecord(clip=one, clip_sha256="0" * 64, person="Anna", reason="is cut short"))
    assert not [line for line in care.check(url) if "bad.mp4" in line]
    clip.unlink()
    assert [line.split(":")[0] for line in care.check(url) if "couldn't be measured" in line] == [str(clip)]
    assert store.person("Anna").failures == 1
    assert store.drop_removed_failures() == 1
    assert [one.clip for one in store.failures()] == [unplugged]
