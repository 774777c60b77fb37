"""The command line: thin shells over public functions, one module per command group.

A module of this package that has commands owns one `typer.Typer` named `app`; they are joined below: a new group is a
new file and a new name here. Commands import what is heavy when they run, never at the top of their module.
"""

import signal
import sys
from typing import Annotated, NoReturn

import typer

from dorsi.cli import (
    analyse,
    batch,
    compare,
    db,
    doctor,
    export,
    framing,
    marker,
    movements,
    person,
    programme,
    reliability,
    repeat,
    schema,
    serve,
    session,
    show,
    squad,
    validate,
)
from dorsi.errors import DorsiError
from dorsi.version import __version__

app = typer.Typer(
    name="dorsi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dorsi {__version__}")
        raise typer.Exit


@app.callback(epilog="Example:  dorsi analyse left.mp4 right.mp4 --person bea")
def dorsi(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, metavar="", help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Ankle range from phone video: left and right in degrees, with the error bound, and exercises that say why.

    For movement screening; not a medical device. Nothing leaves this machine.
    """


for _group in (
    analyse,
    serve,
    programme,
    show,
    schema,
    movements,
    framing,
    marker,
    compare,
    export,
    repeat,
    batch,
    session,
    squad,
    reliability,
    person,
    db,
    validate,
    doctor,
):
    app.add_typer(_group.app)


def _end_on_sigterm(_signal: int, _frame: object) -> NoReturn:
    # Leaving through an exception lets every temporary folder be removed on the way out.
    raise SystemExit(128 + signal.SIGTERM)


def main() -> None:
    """Run the command line: one line and exit code 2 for what the user can mend, 130 for Ctrl-C."""
    signal.signal(signal.SIGTERM, _end_on_sigterm)
    try:
        app()
    except DorsiError as error:
        typer.echo(f"dorsi: {error}", err=True)
        sys.exit(2)
