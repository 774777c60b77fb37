"""`dorsi serve`: film, upload and read on the phone; everything stays on this machine."""

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
        typer.Option("--lan", metavar="", help="Also for phones in the same network: prints an address and a QR code."),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(metavar="IP", help="Where to listen besides this computer, instead of what --lan finds out."),
    ] = None,
    port: Annotated[int, typer.Option(metavar="N", help="Where to listen.")] = 8765,
    model: Annotated[
        str, typer.Option(metavar="|".join(MODELS), help="Pose network; full and lite are faster and less exact.")
    ] = "heavy",
    workers: Annotated[int, typer.Option(metavar="N", help="How many clips are analysed at the same time.")] = 1,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Database, such as sqlite:////folder/dorsi.db; else DORSI_DB.")
    ] = None,
) -> None:
    """Start the web app on this machine: film or pick a clip on the phone, read the report there.

    Without --lan only this computer reaches it. Every phone and browser is paired once, with the link or the QR code
    that is printed; without that nobody sees or writes anything. It shares the store with `dorsi batch`.
    """
    check_option("--model", model, MODELS)
    if not PORTS[0] <= port <= PORTS[1]:
        raise OptionError(f"--port: {port} given, {PORTS[0]} to {PORTS[1]} allowed")
    if workers < 1:
        raise OptionError(f"--workers: {workers} given, 1 or more allowed")
    from dorsi.web import serving
    from dorsi.web.config import Config

    outside = [serving.check_address(address)] if address is not None else serving.lan_addresses() if lan else []
    addresses = tuple(dict.fromkeys((serving.LOOPBACK, *outside)))
    serving.serve(Config(database_url=store, addresses=addresses, port=port, model=model, workers=workers))
