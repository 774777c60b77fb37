"""Where a command finds a programme and its log: in two files, or in the store under a person's name."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Union

from dorsi.cli.programme_files import alone, read_log, read_plan, write_yaml
from dorsi.errors import OptionError
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session

if TYPE_CHECKING:
    from dorsi.cli.stored_programme import InStore


@dataclass(frozen=True)
class InFiles:
    """A plan and a log as files."""

    plan_file: Path | None
    log_file: Path | None
    new_log: bool  #: a log that is not there yet is an empty one

    def plan(self) -> Plan:
        """Return the plan."""
        assert self.plan_file is not None
        return read_plan(self.plan_file)

    def log(self) -> Log:
        """Return the log."""
        assert self.log_file is not None
        return read_log(self.log_file, missing_ok=self.new_log)

    def filmed(self) -> list[tuple[dt.date, Session]]:
        """Return no clips: files hold none."""
        return []

    def change_log(self, change: Callable[[Log], Log]) -> Log:
        """Change the log, write it and return it; no other program writes it meanwhile."""
        assert self.log_file is not None
        with alone(self.log_file):
            log = change(self.log())
            write_yaml(self.log_file, log)
        return log

    @property
    def log_name(self) -> str:
        """What the user calls the log."""
        return str(self.log_file)


Source = Union[InFiles, "InStore"]


def source(
    person: str | None, *, plan_file: Path | None = None, log_file: Path | None = None, needs: str, new_log: bool = True
) -> Source:
    """Return where the plan and the log are.

    Parameters
    ----------
    person
        Whose, in the store; without a person and files, the only one who is stored.
    plan_file, log_file
        The files.
    needs
        The files that the command needs without a person, as its help calls them: "PLAN.json and LOG.yaml".
    new_log
        Whether a log file that is not there yet is an empty log.

    Raises
    ------
    OptionError
        If files and person are given, or neither, or one file is missing.
    """
    given = {"PLAN.json": plan_file, "LOG.yaml": log_file}
    if person is not None:
        if any(given.values()):
            raise OptionError(f"give {needs}, or --person, not both")
        from dorsi.cli.stored_programme import InStore  # the database is loaded only for this

        return InStore(person)
    if not any(given.values()) and (alone_in_store := _only_person()) is not None:
        from dorsi.cli.stored_programme import InStore

        return InStore(alone_in_store)
    if any(name in needs and file is None for name, file in given.items()):
        raise OptionError(f"give {needs}, or --person NAME for someone who is stored")
    return InFiles(plan_file, log_file, new_log)


def _only_person() -> str | None:
    """Return the one person who is stored; None where nothing is stored, or several are."""
    from dorsi.store import Store
    from dorsi.store.place import database_url, parsed_url

    address = parsed_url(database_url())
    if address.drivername == "sqlite" and not Path(address.database or "").exists():
        return None  # asking must not make a store
    with Store() as store:
        names = [one.name for one in store.people()]
    return names[0] if len(names) == 1 else None
