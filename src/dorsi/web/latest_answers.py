"""Answers that a slow network delivers late never take the place of newer ones from the same page."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

REMEMBERED: Final = 1000  #: pages; an older one is not open any more


class LatestAnswers:
    """When the answers of each open page were last given; one request at a time reads and keeps them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._given = OrderedDict[str, float]()

    @contextmanager
    def turn(self, form: Mapping[str, Any]) -> Iterator[bool]:
        """Keep other requests out for the time of a `with`; yield whether no newer answers of the page were kept.

        Parameters
        ----------
        form
            `turn` is the page's own word and its clock, such as "k3x9 1764500000123.5"; without it, as a browser
            without scripts sends it, the answers are the latest.
        """
        page, _, clock = str(form.get("turn", "")).partition(" ")
        with self._lock:
            given = _number(clock)
            if given is None:
                yield True
                return
            if given < self._given.get(page, given):
                yield False
                return
            yield True
            self._given[page] = given
            self._given.move_to_end(page)
            while len(self._given) > REMEMBERED:
                self._given.popitem(last=False)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
