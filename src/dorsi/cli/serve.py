"""`dorsi serve`: film and read reports on your phone; everything stays on this computer."""

from pathlib import Path
from typing import Annotated

import typer

from dorsi.errors import OptionError, check_option
from dorsi.settings import MODELS

app = typer.Typer()
PORTS = (1024, 65535)


@app.command(epilog="Example:  dorsi serve --lan")
def serve(
    *,
    lan: Annotated[
        bool,
        typer.Option("--lan", metavar="", help="Also serve phones on the same Wi-Fi; prints a link and a QR code."),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(metavar="IP", help="Address for --lan, if dorsi does not find the right one."),
    ] = None,
    port: Annotated[int, typer.Option(metavar="N", help="Port to listen on.")] = 8765,
    model: Annotated[
        str, typer.Option(metavar="|".join(MODELS), help="Pose network; full and lite are faster and less exact.")
    ] = "heavy",
    workers: Annotated[int, typer.Option(metavar="N", help="Number of clips analysed at the same time.")] = 1,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the app in this computer's browser.")
    ] = True,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE.pem", help="Certificate for HTTPS, with --tls-key.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE.pem", help="Private key of the certificate.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Database, such as sqlite:////folder/dorsi.db; DORSI_DB by default."),
    ] = None,
) -> None:
    """Start the web app on this computer: film or choose a clip on your phone and read the report there.

    The app opens in this computer's browser, where there is one. Only this computer can open it, unless you add --lan.
    Pair each phone or browser once, with the printed link or QR code. Only paired devices can see or change anything.
    Results are stored together with those of `dorsi batch`.
    """
    check_option("--model", model, MODELS)
    if not PORTS[0] <= port <= PORTS[1]:
        raise OptionError(f"--port: {port} given, {PORTS[0]} to {PORTS[1]} allowed")
    if workers < 1:
        raise OptionError(f"--workers: {workers} given, 1 or more allowed")
    from dorsi.web import serving
    from dorsi.web.config import Config

    serving.check_certificate(tls_cert, tls_key)
    outside = [serving.check_address(address)] if address is not None else serving.lan_addresses() if lan else []
    addresses = tuple(dict.fromkeys((serving.LOOPBACK, *outside)))
    serving.serve(
        Config(
            database_url=store,
            addresses=addresses,
            port=port,
            model=model,
            workers=workers,
            certificate=tls_cert,
            key=tls_key,
        ),
        browser=browser,
    )
