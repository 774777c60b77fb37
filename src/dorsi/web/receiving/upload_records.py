"""The state of an upload as browsers see it, and reasons for refusals."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from dorsi.errors import DorsiError
from dorsi.web.receiving.sniffing import ClipFacts

_LONGEST_NAME: Final = 120


class UploadView(BaseModel):
    """The current state of an upload."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="identifies the upload in all further requests")
    name: str = Field(description="the file's name, to be shown")
    size_bytes: int
    offset_bytes: int = Field(description="bytes received; the next piece starts there")
    state: Literal["receiving", "checking", "ready", "refused"]
    reason: str | None = Field(default=None, description="why the file is refused, in words")
    sha256: str | None = Field(default=None, description="of the content, once it is whole")
    clip: ClipFacts | None = Field(default=None, description="facts about the clip, once checked")
    known: bool = Field(default=False, description="the same content was already uploaded")


class UploadError(DorsiError):
    """A file cannot be accepted."""


class TooBigError(UploadError):
    """A file, or a piece of it, is bigger than allowed, or the disk is too full for it."""


class TooManyUploadsError(UploadError):
    """A device has too many unfinished uploads."""


class OffsetError(UploadError):
    """A piece does not start where the last one ended."""

    def __init__(self, message: str, offset_bytes: int) -> None:
        super().__init__(message)
        self.offset_bytes = offset_bytes


class UnknownUploadError(UploadError):
    """There is no such upload."""


def shown_name(name: str) -> str:
    """Return a file's display name: its last part, without unprintable characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printed = "".join(sign for sign in last if sign.isprintable()).strip()
    return printed[:_LONGEST_NAME] or "clip"
