"""Connections with limits that hold before anyone has said who they are: how many of one address, and how slow."""

import asyncio
from collections import Counter
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST: Final = 200  #: of all addresses together, after which new ones take the places of those that wait
MOST_AT_ALL: Final = 250  #: after which requests are refused
MOST_OF_ONE: Final = 50  #: a browser opens 6
HEAD_S: Final = 10.0  #: from the first byte of a request, or from the connection, to the end of its headers
BODY_QUIET_S: Final = 30.0  #: between two pieces of a body
BODY_S: Final = 600.0  #: for a whole body: 4 MB over a slow Wi-Fi


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that ends connections which wait too long, or of which one address has too many.

    Where all places are taken, one that has not yet sent a request makes room, of the address that has most of them.
    """

    _head_due: asyncio.TimerHandle | None = None
    _body_due: asyncio.TimerHandle | None = None
    _body_quiet: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a connection, unless its address has too many."""
        super().connection_made(transport)
        others = [
            one
            for one in self.connections
            if isinstance(one, PatientProtocol) and one is not self and not one.transport.is_closing()
        ]
        if sum(one.address == self.address for one in others) >= MOST_OF_ONE:
            transport.abort()
            return
        self._head_due = self.loop.call_later(HEAD_S, self._end)
        if len(others) >= MOST:
            _make_room(others)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._stop_head()
        self._stop_body()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, and set the clock for those that are still missing."""
        super().data_received(data)
        self._wait_for_more()

    def on_response_complete(self) -> None:
        """Go on to the next request; the body of an answered one may still come in."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait_for_more()

    @property
    def address(self) -> str:
        """Of the other side."""
        return self.client[0] if self.client else ""

    @property
    def waits_for_head(self) -> bool:
        """Whether no request has come yet."""
        return self._head_due is not None

    def _wait_for_more(self) -> None:
        state = self.conn.their_state
        if state is not h11.SEND_BODY:
            self._stop_body()
        elif not self.transport.is_closing():
            if self._body_quiet is not None:
                self._body_quiet.cancel()
            self._body_quiet = self.loop.call_later(BODY_QUIET_S, self._end)
            self._body_due = self._body_due or self.loop.call_later(BODY_S, self._end)
        if state is not h11.IDLE:
            self._stop_head()
        elif self.conn.trailing_data[0] and self._head_due is None and not self.transport.is_closing():
            self._head_due = self.loop.call_later(HEAD_S, self._end)

    def _stop_head(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _stop_body(self) -> None:
        for clock in (self._body_due, self._body_quiet):
            if clock is not None:
                clock.cancel()
        self._body_due = self._body_quiet = None

    def _end(self) -> None:
        self.transport.abort()


def _make_room(others: list[PatientProtocol]) -> None:
    """End one connection without a request, of the address that has most of those."""
    waiting = [one for one in others if one.waits_for_head]
    if waiting:
        [(most, _)] = Counter(one.address for one in waiting).most_common(1)
        next(one for one in waiting if one.address == most).transport.abort()
