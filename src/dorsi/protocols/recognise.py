"""Which movement a clip shows, how sure that is, and a refusal to guess when it is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dorsi.protocols.features import Features, slow_steps
from dorsi.protocols.protocol import Protocol
from dorsi.protocols.strangers import STRANGERS

SURE_MIN: Final = 0.5  #: a best score below this is no recognition
LEAD_MIN: Final = 0.2  #: nor is one that leads the runner-up by less


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """The outcome of looking for a known movement."""

    name: str | None  #: None when dorsi can not tell
    score: float  #: of the best candidate, 0 to 1
    best: str
    runner_up: str
    second: float = 0.0  #: score of the runner-up
    slow_steps: bool = False  #: feet that rise as in running, but too slowly for anybody


def recognise(features: Features, protocols: Iterable[Protocol]) -> Recognised:
    """Return which movement the features show; none where it is one that dorsi only knows by sight."""
    known = {p.name: p.likeness for p in protocols}
    seen = known | {stranger.name: stranger.likeness for stranger in STRANGERS}
    ranked = sorted(((like(features), name) for name, like in seen.items()), key=lambda pair: (-pair[0], pair[1]))
    (score, best), (second, runner_up) = ranked[0], ranked[1]
    sure = score >= SURE_MIN and score - second >= LEAD_MIN
    return Recognised(
        name=best if sure and best in known else None,
        score=score,
        best=best,
        runner_up=runner_up,
        second=second,
        slow_steps=not sure and slow_steps(features),
    )
