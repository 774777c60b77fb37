"""A stored person's programme and log, for the commands; the web app has the same."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dorsi.errors import DataError, OptionError
from dorsi.names import fold
from dorsi.people.clips import dated_clips
from dorsi.people.log import log_since
from dorsi.people.programme import current_plan, keep_answers, make_programme
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Session
from dorsi.store import Store
from dorsi.store.people import change_log
from dorsi.wording.days import this_day


@dataclass(frozen=True)
class InStore:
    """A stored person's newest plan and log, with clips filmed since."""

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

    def filmed(self) -> list[tuple[dt.date, Session]]:
        """Return all clips with their day."""
        with Store() as store:
            return dated_clips(store, store.person(self.person).name)

    def change_log(self, change: Callable[[Log], Log]) -> Log:
        """Change the log and return it; no other program writes it meanwhile."""
        with Store() as store:
            return change_log(store, self.person, change)

    @property
    def log_name(self) -> str:
        """What the user calls the log."""
        return f"{self.person}'s log"


def make_stored(person: str, answers: Intake | None, files: Sequence[Session]) -> Plan:
    """Make a plan from a person's stored clips and answers, keep it and return it; new answers replace theirs.

    Raises
    ------
    NotStoredError
        If the person is not stored.
    OptionError
        If results are given as files, too, or the person has no answers yet.
    DataError
        If the answers are another person's.
    """
    if files:
        raise OptionError("plan: --person takes the clips that are stored; leave out SESSION.json")
    with Store() as store:
        name = store.person(person).name
        if answers is not None:
            if answers.person and fold(answers.person) not in {fold(name), fold(person)}:
                raise DataError(f"these answers are {answers.person}'s, not {name}'s; correct `person` in them")
            keep_answers(store, name, answers)
        elif store.intake(name) is None:
            raise OptionError(f"{name} has not answered the questions yet; give --intake FILE.yaml, which "
                              "`dorsi intake FILE.yaml` writes, or answer them in `dorsi serve`")  # fmt: skip
        return make_programme(store, name, this_day())
