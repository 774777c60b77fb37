"""The movements that dorsi knows, and what finds and measures them.

A new movement is one new file in `filmed`, with a `Protocol` in it.
"""

from dorsi.protocols.known import PROTOCOLS, at_speed, movements, name_of, report_of, usual_movement
from dorsi.protocols.protocol import Protocol, Take
from dorsi.protocols.recognise import RecognisedMovement, recognise

__all__ = [
    "PROTOCOLS",
    "Protocol",
    "RecognisedMovement",
    "Take",
    "at_speed",
    "movements",
    "name_of",
    "recognise",
    "report_of",
    "usual_movement",
]
