"""`dorsi report`: one page on results for a clinician."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(epilog="Example:  dorsi report dorsi-out --pdf bea.pdf")
def report(
    results: Annotated[
        list[Path], typer.Argument(metavar="FOLDER", help="Result folders of one person, from dorsi analyse.")
    ],
    *,
    pdf: Annotated[Path, typer.Option(metavar="FILE.pdf", help="Where the page goes.")],
) -> None:
    """Write one A4 page for a clinician as a PDF: numbers with bounds, curves, pictures, method and limits."""
    from dorsi.cli.programme_files import read_plan, write_bytes
    from dorsi.errors import OptionError
    from dorsi.report.clinic import clinician_page
    from dorsi.report.folder_page import norms_of
    from dorsi.results import read_clips

    clips = [clip for folder in results for clip in read_clips(folder)]
    people = sorted({clip.clip.session.person or "" for clip in clips})
    if len(people) > 1:
        raise OptionError(f"report: one page is about one person; these results are of {', '.join(people)}")
    plans = [read_plan(path) for folder in results if (path := folder / "plan.json").is_file()]
    write_bytes(pdf, clinician_page(clips, norms_of(plans[0] if plans else None)))
    typer.echo(f"written: {pdf}")
