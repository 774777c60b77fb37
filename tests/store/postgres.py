"""A PostgreSQL server in a temporary folder: started, stopped, and empty databases on it."""

import contextlib
import os
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

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


def start_postgres(folder):
    """Start the server of a folder, for the first time or again."""
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    pg_ctl = find_program("pg_ctl")
    as_ordinary_user(pg_ctl, "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")


@contextlib.contextmanager
def fresh_postgres(folder):
    """Give the address of an empty database, dropped afterwards."""
    name = f"dorsi_{uuid.uuid4().hex}"
    admin = create_engine(
        f"postgresql+psycopg://dorsi@/postgres?host={folder}", isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"postgresql+psycopg://dorsi@/{name}?host={folder}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def stop_postgres(folder):
    """Stop the server as a power cut does."""
    as_ordinary_user(find_program("pg_ctl"), "-D", folder / "data", "-m", "immediate", "-w", "stop")
