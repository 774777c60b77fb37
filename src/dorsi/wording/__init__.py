"""Texts that every report and every plan carries, and the texts of a stop: one source for both."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dorsi.datafile import entry, load_mapping
from dorsi.schema.plan import Verdict
from dorsi.schema.plan_remarks import Safety
from dorsi.wording.sentences import capital

FILE = "wording.yaml"


class SafetyLine(BaseModel):
    """One of the lines that every report carries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    first: str  #: what also stands alone, where there is no room for more
    more: str = ""
    id: Literal["purpose", "limits", "stop_rule", "doubt", "bands", "sides", "pace", "left_out", "data"]

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.first} {self.more}" if self.more else self.first


class StopSigns(BaseModel):
    """Signs that need help, by urgency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: Literal["emergency", "prompt", "soon"]
    name: str
    act: str  #: what to do
    signs: str

    @property
    def title(self) -> str:
        """How urgent it is, and what to do."""
        return f"{self.name}: {self.act}"

    @property
    def text(self) -> str:
        """The signs as a sentence."""
        return capital(self.signs)

    @property
    def sentence(self) -> str:
        """The signs within a text for everyone, also for those who have none of them."""
        return f"If you have any of these, {self.act}: {self.signs}"


class Wording(BaseModel):
    """All of wording.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    safety: tuple[SafetyLine, ...]
    in_app: tuple[SafetyLine, ...]
    stop_signs: tuple[StopSigns, ...]
    stops: dict[str, str]
    verdicts: dict[Verdict, str]

    @property
    def for_app(self) -> "Wording":
        """The same texts as the web app shows them."""
        own = {line.id: line for line in self.in_app}
        return self.model_copy(update={"safety": tuple(own.get(line.id, line) for line in self.safety)})

    @property
    def safety_lines(self) -> Safety:
        """The lines as a plan stores them."""
        return Safety(
            lines=[f"{line.title}: {line.text}" for line in self.safety],
            stop_signs=[f"{signs.title}. {signs.text}" for signs in self.stop_signs],
        )


@cache
def wording() -> Wording:
    """Return the checked texts."""
    return entry(Wording, load_mapping(FILE, package="dorsi.wording"), file=FILE, kind="texts", key="")
