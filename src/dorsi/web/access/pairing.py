"""Who may use the server: devices paired with a code from the terminal or from an already paired device."""

import datetime as dt
import hashlib
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

from dorsi.errors import DorsiError
from dorsi.store import Store
from dorsi.store.web import DeviceRecord, devices, keep_device, remove_device
from dorsi.web.config import Limits

CODE_LIFE_S: Final = 15 * 60.0
_CODE_BYTES: Final = 16
_TOKEN_BYTES: Final = 32
_LONGEST_NAME: Final = 60


class PairingError(DorsiError):
    """A device cannot be paired."""


class TooManyTriesError(PairingError):
    """Too many wrong codes."""


class Devices:
    """Paired devices, and the codes that pair more.

    A code works once, for a quarter of an hour. Only the device knows its token; the server stores its hash. Devices
    stay paired when the server restarts; codes do not.
    """

    def __init__(self, store: Store, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, float] = {}  #: by the code's hash: when it expires
        self._wrong: dict[str, deque[float]] = defaultdict(deque)  #: by address ("" for all): the times of wrong codes
        self._known = {one.token_sha256: one for one in devices(store)}

    def new_code(self) -> str:
        """Return a code that pairs one device."""
        code = secrets.token_urlsafe(_CODE_BYTES)
        with self._lock:
            now = self._clock()
            self._codes = {one: ends for one, ends in self._codes.items() if ends > now}
            self._codes[_hash(code)] = now + CODE_LIFE_S
        return code

    def pair(self, code: str, *, name: str, address: str) -> tuple[DeviceRecord, str]:
        """Pair the device with this code; return it and its token.

        Raises
        ------
        TooManyTriesError
            After too many wrong codes from this address or from all; then even a right code is refused.
        PairingError
            If the code is unknown, used or too old, or no more devices are allowed.
        """
        with self._lock:
            self._refuse_guessing(address)
            ends = self._codes.pop(_hash(code), None)
            if ends is None or ends <= self._clock():
                for who in (address, ""):
                    self._wrong[who].append(self._clock())
                raise PairingError(
                    "this code was already used or has expired; press Enter in the terminal for a new one"
                )
            if len(self._known) >= self._limits.devices:
                raise PairingError(
                    f"{self._limits.devices} devices are paired, which is the limit; remove one in Settings"
                )
            token = secrets.token_urlsafe(_TOKEN_BYTES)
            record = DeviceRecord(
                id=secrets.token_hex(8),
                name=" ".join(name.split())[:_LONGEST_NAME] or "a device",
                token_sha256=_hash(token),
                paired_at=dt.datetime.now(dt.UTC),
            )
            keep_device(self._store, record)
            self._known[record.token_sha256] = record
        return record, token

    def known(self, token: str) -> DeviceRecord | None:
        """Return the device with this token, or None."""
        return self._known.get(_hash(token))

    def all(self) -> list[DeviceRecord]:
        """Return the paired devices, the first one first."""
        return sorted(self._known.values(), key=lambda one: (one.paired_at, one.id))

    def remove(self, device_id: str) -> bool:
        """Unpair a device; return whether it was paired."""
        with self._lock:
            self._known = {token: one for token, one in self._known.items() if one.id != device_id}
            return remove_device(self._store, device_id)

    def _refuse_guessing(self, address: str) -> None:
        limits, since = self._limits, self._clock() - self._limits.pairing_window_s
        for who in [one for one, times in self._wrong.items() if not times or times[-1] < since]:
            del self._wrong[who]
        for who, most in ((address, limits.pairing_tries), ("", limits.pairing_tries_in_all)):
            times = self._wrong.get(who, ())
            if sum(one >= since for one in times) >= most:
                raise TooManyTriesError("too many wrong codes; wait a minute and try again")


def csrf_token(device_token: str) -> str:
    """Return the token that a device's forms must carry; a foreign page can neither read nor guess it."""
    return hashlib.sha256(f"csrf {device_token}".encode()).hexdigest()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
