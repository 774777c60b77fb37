"""Both databases, each real: an SQLite file, and a PostgreSQL server started in a temporary folder."""

import os
import shutil
import tempfile
from pathlib import Path

import material
import pytest
from postgres import ORDINARY_USER, as_ordinary_user, find_program, fresh_postgres, start_postgres, stop_postgres

from dorsi.store import Store


@pytest.fixture(scope="session")
def postgres_folder():
    """Start a PostgreSQL server that listens on a socket in its own temporary folder only."""
    initdb = find_program("initdb")
    folder = Path(tempfile.mkdtemp(prefix="dorsi-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ORDINARY_USER)
    data = folder / "data"
    try:
        as_ordinary_user(initdb, "-D", data, "-U", "dorsi", "--auth=trust", "--encoding=UTF8", "--no-sync")
        start_postgres(folder)
        try:
            yield folder
        finally:
            stop_postgres(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
