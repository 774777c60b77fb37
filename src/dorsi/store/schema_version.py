"""The schema's version: create, upgrade, or refuse one that dorsi cannot use."""

from pathlib import Path
from typing import Final, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import URL

from dorsi.errors import DataError
from dorsi.store.database import WRITES, shown
from dorsi.store.tables import Table

Standing = Literal["empty", "current", "older", "newer", "foreign"]
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def head() -> str:
    """Return the newest version that this dorsi knows."""
    newest = _scripts().get_current_head()
    assert newest is not None
    return newest


def standing(engine: Engine) -> Standing:
    """Return the state of a database relative to this dorsi."""
    with engine.execution_options(**{WRITES: False}).connect() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            return "empty"
        if "alembic_version" not in tables:
            return "foreign"
        found = MigrationContext.configure(connection).get_current_revision()
    if found == head():
        return "current"
    known = {script.revision for script in _scripts().walk_revisions()}
    return "older" if found is None or found in known else "newer"


def require_current(engine: Engine, url: URL) -> None:
    """Create the tables of an empty database; refuse one of another version.

    Raises
    ------
    DataError
        If the database is older, newer, or not dorsi's.
    """
    found = standing(engine)
    if found == "empty":
        upgrade(engine)
    elif found != "current":
        raise DataError(f"database {shown(url)} {REFUSALS[found]}")


REFUSALS: Final = {
    "older": "was made by an older version of dorsi; run: dorsi db upgrade",
    "newer": "was made by a newer version of dorsi; update dorsi, or set DORSI_DB to another database",
    "foreign": "contains tables that are not dorsi's; set DORSI_DB to another database",
}


def upgrade(engine: Engine) -> None:
    """Upgrade the schema to the newest version, in one transaction."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def drift(connection: Connection) -> list[str]:
    """Return the differences between the tables and what this dorsi expects."""
    return [str(one) for one in compare_metadata(MigrationContext.configure(connection), Table.metadata)]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
