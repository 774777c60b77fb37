"""Ctrl-C and SIGTERM end a command at once and quietly; on the way out every temporary folder is removed."""

import os
import signal
import sys
import threading
from typing import Final, NoReturn

_STOPPED: Final = (KeyboardInterrupt, SystemExit)
_SOON_S: Final = 0.02


def stop_quietly() -> None:
    """Set what the two signals do from now on; Ctrl-C stays ignored where whoever started the command ignores it."""
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    # Leaving through an exception lets whatever is open be closed.
    sys.unraisablehook = lambda lost: _on_the_way_out(lost, number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


def _on_the_way_out(lost: "sys.UnraisableHookArgs", number: int) -> None:
    """Say nothing of objects that were only half made, and stop again if one of them has swallowed the stop itself."""
    if isinstance(lost.exc_value, _STOPPED):
        # Not here: what is raised here would be lost as well.
        threading.Timer(_SOON_S, os.kill, (os.getpid(), number)).start()
