"""The base class of data file records."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A part of a data file, with exactly its own fields, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
