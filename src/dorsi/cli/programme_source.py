"""Where a command finds a programme and its log: in two files, or in the store under a person's name."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dorsi.cli.programme_files import alone, read_log, read_plan, write_yaml
from dorsi.errors import DataError, OptionError
from dorsi.people.log import log_since
from dorsi.people.programme import current_plan, keep_answers, make_programme
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session
from dorsi.store import Store
from dorsi.store.names import fold
from dorsi.store.people import change_log


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

    def change_log(self, change: Callable[[Log], Log]) -> Log:
        """Change the log, write it and return it; nobody else writes it meanwhile."""
        assert self.log_file is not None
        with alone(self.log_file):
            log = change(self.log())
            write_yaml(self.log_file, log)
        return log

    @property
    def log_name(self) -> str:
        """What the user calls the log."""
        return str(self.log_file)


@dataclass(frozen=True)
class InStore:
    """A stored person's newest plan and log, with clips filmed since; the web app has the same."""

    person: str

    def plan(self) -> Plan:
        """Return the newest plan."""
        with Store() as store:
            return current_plan(store, store.person(self.person).name)

    def log(self) -> Log:
        """Return the log; empty if nothing is noted yet."""
        with Store() as store:
            name = store.person(self.person).name
            return log_since(store, name, current_plan(store, name))

    def change_log(self, change: Callable[[Log], Log]) -> Log:
        """Change the log and return it; nobody else writes it meanwhile."""
        with Store() as store:
            return change_log(store, self.person, change)

    @property
    def log_name(self) -> str:
        """What the user calls the log."""
        return f"{self.person}'s log"


Source = InFiles | InStore


def source(
    person: str | None, *, plan_file: Path | None = None, log_file: Path | None = None, needs: str, new_log: bool = True
) -> Source:
    """Return where the plan and the log are.

    Parameters
    ----------
    person
        Whose, in the store.
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
        return InStore(person)
    if any(name in needs and file is None for name, file in given.items()):
        raise OptionError(f"give {needs}, or --person NAME for someone who is stored")
    return InFiles(plan_file, log_file, new_log)


def make_stored(person: str, answers: Intake | None, files: Sequence[Session]) -> Plan:
    """Make a plan from a person's stored clips and answers, keep it and return it; new answers replace theirs.

    Raises
    ------
    NotStoredError
        If the person is not stored.
    OptionError
        If results are given as files, too.
    DataError
        If the answers are somebody else's.
    """
    if files:
        raise OptionError("plan: --person takes the clips that are stored; leave out SESSION.json")
    with Store() as store:
        name = store.person(person).name
        if answers is not None:
            if answers.person and fold(answers.person) not in {fold(name), fold(person)}:
                raise DataError(f"these answers are {answers.person}'s, not {name}'s; correct `person` in them")
            keep_answers(store, name, answers)
        return make_programme(store, name, dt.datetime.now().astimezone().date())
