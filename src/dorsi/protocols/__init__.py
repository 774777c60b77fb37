"""The movements that dorsi knows, one file each.

A new movement is one new file with a `Protocol` in it, and its line here.
"""

from typing import Final

from dorsi.protocols.lunge import LUNGE
from dorsi.protocols.protocol import Protocol, Take
from dorsi.protocols.recognise import Recognised, recognise
from dorsi.protocols.run import RUN
from dorsi.protocols.squat import SQUAT

PROTOCOLS: Final[dict[str, Protocol]] = {protocol.name: protocol for protocol in (LUNGE, SQUAT, RUN)}

__all__ = ["PROTOCOLS", "Protocol", "Recognised", "Take", "recognise"]
