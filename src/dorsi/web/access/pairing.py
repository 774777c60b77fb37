"""Who may use the server: devices paired with a code from the terminal or from an already paired device."""

import datetime as dt
import hashlib
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dorsi.errors import DorsiError
from dorsi.store import Store
from dorsi.store.web import DeviceRecord, devices, keep_device, remove_device
from dorsi.web.config import Limits
from dorsi.wording.plurals import plural

CODE_LIFE_S: Final = 15 * 60.0
_CODE_BYTES: Final = 16
_TOKEN_BYTES: Final = 32
_LONGEST_NAME: Final = 60
_MOST_DOUBLINGS: Final = 10
_MOST_ADDRESSES: Final = 10_000  #: whose wrong codes are remembered


class PairingError(DorsiError):
    """A device cannot be paired."""


class TooManyTriesError(PairingError):
    """Too many wrong codes."""


@dataclass(frozen=True)
class _Wrong:
    """The wrong codes of one address."""

    count: int
    at_s: float  #: of the last one


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
        self._wrong: OrderedDict[str, _Wrong] = OrderedDict()  #: by address, the longest ago first
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
            After too many wrong codes from this address; then even a right code is refused for a while.
        PairingError
            If the code is unknown, used or too old, or no more devices are allowed.
        """
        with self._lock:
            self._refuse_guessing(address)
            ends = self._codes.pop(_hash(code), None)
            if ends is None or ends <= self._clock():
                self._note_wrong(address)
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
            self._wrong.pop(address, None)
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
        """Let an address wait that has sent wrong codes, longer after each; a code has 128 bits, so others need not."""
        wrong, limits = self._wrong.get(address), self._limits
        if wrong is None or wrong.count < limits.pairing_tries:
            return
        doubled = min(wrong.count - limits.pairing_tries, _MOST_DOUBLINGS)
        wait_s = min(limits.pairing_wait_s * 2**doubled, limits.pairing_longest_wait_s)
        left_s = wrong.at_s + wait_s - self._clock()
        if left_s > 0:
            minutes = math.ceil(left_s / 60)
            raise TooManyTriesError(f"too many wrong codes; wait {plural(minutes, 'minute')} and try again")

    def _note_wrong(self, address: str) -> None:
        before, now = self._wrong.pop(address, _Wrong(0, 0.0)), self._clock()
        if now - before.at_s > self._limits.pairing_longest_wait_s:
            before = _Wrong(0, 0.0)
        self._wrong[address] = _Wrong(before.count + 1, now)
        if len(self._wrong) > _MOST_ADDRESSES:
            self._wrong.popitem(last=False)


def csrf_token(device_token: str) -> str:
    """Return the token that a device's forms must carry; a foreign page can neither read nor guess it."""
    return hashlib.sha256(f"csrf {device_token}".encode()).hexdigest()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
