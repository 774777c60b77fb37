"""The base of what a data file holds."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A part of a data file: only the fields it names, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
