"""Opens the app in this computer's browser, where someone sits in front of it."""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping
from typing import Final

#: Systems on which windows need a display that the environment names; elsewhere there is always one.
_BY_DISPLAY: Final = ("linux", "freebsd", "openbsd", "netbsd")


def has_display(environment: Mapping[str, str] = os.environ, *, platform: str = sys.platform) -> bool:
    """Return whether a browser's window would be seen by whoever started the program.

    Parameters
    ----------
    environment
        The program's environment variables.
    platform
        As in `sys.platform`.

    Examples
    --------
    >>> has_display({"DISPLAY": ":0"}, platform="linux"), has_display({}, platform="linux")
    (True, False)
    >>> has_display({"SSH_CONNECTION": "192.168.1.7 50022 192.168.1.20 22"}, platform="darwin")
    False
    """
    if environment.get("SSH_CONNECTION") or environment.get("CI"):
        return False
    if platform.startswith(_BY_DISPLAY):
        return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return True


def open_browser(link: str) -> None:
    """Open a link in the default browser without waiting for it; nothing happens where there is none with a window.

    Parameters
    ----------
    link
        The link that pairs the browser, or the app's address.
    """
    threading.Thread(target=open_window, args=(link,), daemon=True).start()


def open_window(link: str) -> None:
    """Open a link in the default browser and wait until it has it; see `open_browser`."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:  # exactly that class runs in the terminal, such as w3m
        browser.open(link)
