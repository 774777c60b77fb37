"""Which movement a clip shows, how sure that is, and a refusal to guess when it is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dorsi.protocols.features import Features, slow_steps
from dorsi.protocols.protocol import Protocol

SURE_MIN: Final = 0.5  #: a best score below this is no recognition
LEAD_MIN: Final = 0.2  #: nor is one that leads the runner-up by less


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """The outcome of looking for a known movement."""

    name: str | None  #: None when dorsi can not tell
    score: float  #: of the best candidate, 0 to 1
    best: str
    runner_up: str
    slow_steps: bool = False  #: feet that rise as in running, but too slowly for anybody


def recognise(features: Features, protocols: Iterable[Protocol]) -> Recognised:
    """Return which movement the features show."""
    ranked = sorted(((p.likeness(features), p.name) for p in protocols), key=lambda pair: (-pair[0], pair[1]))
    (score, best), (second, runner_up) = ranked[0], ranked[1]
    sure = score >= SURE_MIN and score - second >= LEAD_MIN
    return Recognised(
        name=best if sure else None,
        score=score,
        best=best,
        runner_up=runner_up,
        slow_steps=not sure and slow_steps(features),
    )
