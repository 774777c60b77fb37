"""The command line: thin shells over public functions, one module per command group.

A module of this package that has commands owns one `typer.Typer` named `app`; they are joined below: a new group is a
new file and a new name here. Commands import what is heavy when they run, never at the top of their module.
"""

import os
import sys
from typing import Annotated

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
    report,
    schema,
    serve,
    session,
    show,
    squad,
    study,
    undo,
    validate,
)
from dorsi.cli.stopping import stop_quietly
from dorsi.errors import DorsiError
from dorsi.private import PRIVATE_UMASK
from dorsi.version import __version__

app = typer.Typer(
    name="dorsi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # Rich markup would read the [research] of dorsi[research] as a style and drop it.
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dorsi {__version__}")
        raise typer.Exit


@app.callback(
    epilog="New here? Start with:  dorsi serve   Or measure clips:  dorsi analyse left.mp4 right.mp4 --person bea"
)
def dorsi(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, metavar="", help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Measure ankle range from phone video, in degrees with an error bound, and get exercises with reasons.

    For movement screening; not a medical device. Everything stays on this computer.
    """


for _group in (
    analyse,
    serve,
    programme,
    show,
    report,
    schema,
    movements,
    framing,
    marker,
    compare,
    export,
    repeat,
    batch,
    session,
    undo,
    squad,
    reliability,
    study,
    person,
    db,
    validate,
    doctor,
):
    app.add_typer(_group.app)


def main() -> None:
    """Run the command line: one line and exit code 2 for errors the user can correct, 130 for Ctrl-C.

    What it writes shows people, so no other user of this machine may read it.
    """
    os.umask(PRIVATE_UMASK)
    stop_quietly()
    try:
        app()
    except DorsiError as error:
        typer.echo(f"dorsi: {error}", err=True)
        sys.exit(2)
