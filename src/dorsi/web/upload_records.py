"""What a browser is told of an upload, and why one is refused."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from dorsi.errors import DorsiError
from dorsi.web.sniffing import ClipFacts

_LONGEST_NAME: Final = 120


class UploadView(BaseModel):
    """An upload as it stands."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="names the upload in all further requests")
    name: str = Field(description="the file's name, to be shown")
    size_bytes: int
    offset_bytes: int = Field(description="how much is here; the next piece starts there")
    state: Literal["receiving", "checking", "ready", "refused"]
    reason: str | None = Field(default=None, description="why the file is refused, in words")
    sha256: str | None = Field(default=None, description="of the content, once it is whole")
    clip: ClipFacts | None = Field(default=None, description="what was filmed, once the file was looked at")
    known: bool = Field(default=False, description="the same content was here before")


class UploadError(DorsiError):
    """A file cannot be taken."""


class TooBigError(UploadError):
    """A file, or a piece of it, is bigger than allowed, or the disk is too full for it."""


class TooManyUploadsError(UploadError):
    """A device has begun too many uploads."""


class OffsetError(UploadError):
    """A piece does not start where the last one ended."""

    def __init__(self, message: str, offset_bytes: int) -> None:
        super().__init__(message)
        self.offset_bytes = offset_bytes


class UnknownUploadError(UploadError):
    """There is no such upload."""


def shown_name(name: str) -> str:
    """Return a file's name as it is shown: its last part, without what does not print."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printed = "".join(sign for sign in last if sign.isprintable()).strip()
    return printed[:_LONGEST_NAME] or "clip"
