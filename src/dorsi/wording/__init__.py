"""Texts that every report and every plan carries, and the texts of a stop: one source for both."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dorsi.datafile import entry, load_mapping
from dorsi.schema.plan import Verdict
from dorsi.schema.plan_remarks import Safety

FILE = "wording.yaml"


class Titled(BaseModel):
    """A title with its text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    text: str


class SafetyLine(Titled):
    """One of the lines that every report carries."""

    id: Literal["purpose", "limits", "stop_rule", "doubt", "bands", "sides", "pace", "left_out", "data"]


class StopSigns(Titled):
    """Signs that need help, by urgency."""

    level: Literal["emergency", "prompt", "soon"]

    @property
    def sentence(self) -> str:
        """The signs within a text for everyone, also for those who have none of them."""
        what = self.title.partition(": ")[2]
        return f"If you have any of these, {what}: {self.text[:1].lower()}{self.text[1:]}"


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
