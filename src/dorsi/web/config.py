"""The options of one server."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
DEFAULT_PORT: Final = 8765


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits for what a browser may send; the server explains each refusal."""

    clip_bytes: int = 1_000 * MEGABYTE
    piece_bytes: int = 4 * MEGABYTE  #: of an upload, for each request
    form_bytes: int = 256_000  #: of every other request
    open_uploads: int = 8  #: unfinished uploads of one device
    idle_upload_s: float = 24 * 3600.0  #: after which an unfinished upload is thrown away
    free_bytes: int = 500 * MEGABYTE  #: to keep free on the disk
    duration_s: float = 300.0
    frames: int = 40_000
    side_px: int = 4_096
    picture_px: int = 4_096 * 2_304
    waiting_jobs: int = 20
    pairing_tries: int = 5  #: wrong codes from one address, after which it has to wait
    pairing_wait_s: float = 60.0  #: for the first time; each further wrong code doubles it
    pairing_longest_wait_s: float = 3600.0
    devices: int = 100


@dataclass(frozen=True, kw_only=True)
class Config:
    """Choices of one server."""

    database_url: str | None = None  #: as in `Store`
    addresses: tuple[str, ...] = ("127.0.0.1",)  #: IP addresses at which it listens
    port: int = DEFAULT_PORT
    model: str = "heavy"
    workers: int = 1
    certificate: Path | None = None  #: PEM files for HTTPS; plain HTTP without them
    key: Path | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def hosts(self) -> frozenset[str]:
        """Return the accepted values of the Host header: names that no foreign site can have."""
        return frozenset(f"{name}:{self.port}" for name in ("localhost", *self.addresses))

    @property
    def scheme(self) -> str:
        """Of its addresses: http or https."""
        return "http" if self.certificate is None else "https"

    def url(self, address: str, path: str = "/") -> str:
        """Return a link to this server."""
        return f"{self.scheme}://{address}:{self.port}{path}"

    def network_url(self, path: str) -> str | None:
        """Return a link that other devices can open; None if only this computer can connect."""
        shared = (one for one in self.addresses if not ip_address(one).is_loopback)
        return next((self.url(one, path) for one in shared), None)
