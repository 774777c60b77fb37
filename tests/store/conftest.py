"""Both databases, each real: an SQLite file, and a PostgreSQL server started in a temporary folder."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import material
import pytest
from sqlalchemy import create_engine, text

from dorsi.store import Store

ORDINARY_USER = "postgres"  # initdb refuses to run as root


def as_ordinary_user(*command):
    prefix = ["runuser", "-u", ORDINARY_USER, "--"] if os.geteuid() == 0 else []
    return subprocess.run([*prefix, *map(str, command)], cwd="/", capture_output=True, text=True, check=True)


def find_program(name):
    newest_first = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(map(str, newest_first), None)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install postgresql")
    return found


@pytest.fixture(scope="session")
def postgres_folder():
    """Start a PostgreSQL server that listens on a socket in its own temporary folder only."""
    initdb, pg_ctl = find_program("initdb"), find_program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="dorsi-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ORDINARY_USER)
    data = folder / "data"
    try:
        as_ordinary_user(initdb, "-D", data, "-U", "dorsi", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        as_ordinary_user(pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield folder
        finally:
            as_ordinary_user(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_postgres(folder):
    """Give the address of an empty database, dropped afterwards."""
    name = f"dorsi_{uuid.uuid4().hex}"
    admin = create_engine(f"postgresql+psycopg://dorsi@/postgres?host={folder}", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"postgresql+psycopg://dorsi@/{name}?host={folder}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch):
    """Give the address of an empty database, once of each kind; its arrays lie in this test's own folder."""
    monkeypatch.setenv("DORSI_DATA", str(tmp_path / "data"))
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'dorsi.db'}"
    else:
        with fresh_postgres(request.getfixturevalue("postgres_folder")) as address:
            yield address


@pytest.fixture
def store(url):
    with Store(url) as opened:
        yield opened


@pytest.fixture(name="made")
def made_fixture(tmp_path):
    return lambda **changes: material.made(tmp_path, **changes)
