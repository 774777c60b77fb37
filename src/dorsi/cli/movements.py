"""`dorsi movements`: what can be filmed, and how."""

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi movements")
def movements() -> None:
    """List the movements that dorsi measures, and how to film each."""
    from rich.console import Console
    from rich.table import Table

    from dorsi.protocols import PROTOCOLS
    from dorsi.report.words import label_of, meaning_of

    console = Console()
    for protocol in PROTOCOLS.values():
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_row("  from", f"{protocol.film.view}; {protocol.film.reps}")
        table.add_row("  how", protocol.film.text)
        table.add_row("  headline", f"{label_of(protocol.headline)}: {meaning_of(protocol.headline)}")
        console.print(f"{protocol.name}: {protocol.title}", markup=False, highlight=False)
        console.print(table)
