"""The running server: its addresses, the links that pair devices, and how it stops."""

import asyncio
import ipaddress
import os
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

import uvicorn

from dorsi.errors import DorsiError, OptionError
from dorsi.locking import locked
from dorsi.private import make_folder
from dorsi.store.place import clips_folder, database_url, parsed_url
from dorsi.web.app import create_app
from dorsi.web.config import Config
from dorsi.web.connections import MOST_AT_ALL, PatientProtocol
from dorsi.web.opening import has_display, open_browser
from dorsi.web.qr import qr_text
from dorsi.web.state import ServerState

LOOPBACK: Final = "127.0.0.1"
_LOCK_NAME: Final = "serve.lock"
_LONGEST_HEAD_BYTES: Final = 16 * 1024
_IDLE_S: Final = 20
_GRACE_S: Final = 3


def serve(config: Config, *, browser: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Parameters
    ----------
    config
        Choices of the server.
    browser
        Whether to open the app in this computer's browser, if someone sits in front of it.

    Raises
    ------
    OptionError
        If an address or the port is not available.
    DorsiError
        If another server uses the same store.
    """
    with _alone(config):
        sockets = [_listen(address, config.port) for address in config.addresses]
        app = create_app(config)
        state: ServerState = app.state.dorsi
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,  # addresses of pages say who was filmed
                server_header=False,
                date_header=True,
                proxy_headers=False,
                forwarded_allow_ips="",
                ws="none",
                http=PatientProtocol,
                limit_concurrency=MOST_AT_ALL,
                h11_max_incomplete_event_size=_LONGEST_HEAD_BYTES,
                timeout_keep_alive=_IDLE_S,
                timeout_graceful_shutdown=_GRACE_S,
                ssl_certfile=config.certificate,
                ssl_keyfile=config.key,
            )
        )
        tell(invitation(state))
        if browser and sys.stdout.isatty() and has_display():
            # The sockets listen already; what comes before the server runs waits for it.
            open_browser(config.url(LOOPBACK, f"/pair?code={state.devices.new_code()}"))
        if sys.stdin is not None and sys.stdin.isatty():
            threading.Thread(target=_invite_on_enter, args=(state,), daemon=True).start()
        with suppress(KeyboardInterrupt):  # Ctrl-C is the normal end
            asyncio.run(server.serve(sockets=sockets))
        tell("Stopped. Waiting clips continue with the next `dorsi serve`.")


def invitation(state: ServerState) -> str:
    """Return the link for each address, each with its own code, and a QR code for the network's link."""
    config = state.config
    lines = []
    for address in config.addresses:
        link = config.url(address, f"/pair?code={state.devices.new_code()}")
        here = address == LOOPBACK
        lines.append(f"{'On this computer' if here else 'On a phone on the same Wi-Fi'}:  {link}")
        if not here:
            lines.append(qr_text(link))
    lines.append("Each link pairs one device and expires after 15 minutes. Press Enter for new links, Ctrl-C to stop.")
    return "\n".join(lines)


def lan_addresses() -> list[str]:
    """Return this machine's address in its local network: that of the default route, if private.

    Nothing is sent: connecting a datagram socket only looks up the route.

    Raises
    ------
    OptionError
        If there is none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation, so no real address
            address = probe.getsockname()[0]
        except OSError as error:
            raise OptionError("--lan: this computer is not on a network; connect to the Wi-Fi and try again") from error
    if not ipaddress.ip_address(address).is_private or ipaddress.ip_address(address).is_loopback:
        raise OptionError(f"--lan: {address} is not a home network address; give the right one with --address")
    return [address]


def check_address(address: str) -> str:
    """Return an IPv4 address of this machine at which to listen.

    Raises
    ------
    OptionError
        If it is none, or means all networks, some of which may be public.
    """
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError as error:
        raise OptionError(f"--address: '{address}' is not an IPv4 address such as 192.168.1.20") from error
    if parsed.is_unspecified or parsed.is_global:
        raise OptionError(f"--address: {address} can be reached from outside; give an address in your own network")
    return str(parsed)


def check_certificate(certificate: Path | None, key: Path | None) -> None:
    """Refuse files that don't make a certificate with its key.

    Raises
    ------
    OptionError
        If one is missing, can't be read, or doesn't fit the other.
    """
    if (certificate is None) != (key is None):
        raise OptionError("--tls-cert FILE and --tls-key FILE go together; give both or neither")
    if certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        raise OptionError(
            f"--tls-cert: {certificate} and {key} are no certificate with its key; give PEM files"
        ) from error
    except OSError as error:
        raise OptionError(f"--tls-cert: {certificate} or {key} can't be read ({error.strerror})") from error


def tell(text: str) -> None:
    """Print on the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _invite_on_enter(state: ServerState) -> None:
    for _ in sys.stdin:
        tell(invitation(state))


def _listen(address: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # where it would let another program take the same port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        raise OptionError(
            f"--port: {address}:{port} is not available ({os.strerror(error.errno or 0)}); choose another with --port"
        ) from error
    listener.listen(128)
    return listener


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    """Allow one server per store: two would take each other's jobs."""
    folder = clips_folder(parsed_url(config.database_url or database_url())).parent
    with ExitStack() as stack:
        try:
            make_folder(folder)
            stack.enter_context(locked(folder / _LOCK_NAME, wait=False))
        except BlockingIOError as error:
            raise DorsiError(
                f"another `dorsi serve` uses {folder}; stop it, or set DORSI_DATA to another folder"
            ) from error
        except OSError as error:
            raise DorsiError(f"{folder}: cannot be written ({error.strerror}); set DORSI_DATA") from error
        yield
