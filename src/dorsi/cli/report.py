"""`dorsi report`: a page on results for a clinician, or two results side by side."""

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
    pdf: Annotated[
        Path | None, typer.Option(metavar="FILE.pdf", help="One A4 page for a clinician: numbers, curves, method.")
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Two results of one movement side by side, videos in step."),
    ] = None,
) -> None:
    """Write a page on results: for a clinician, or two of them side by side, such as before and after."""
    from dorsi.cli.programme_files import read_plan, write_bytes, write_text
    from dorsi.errors import OptionError
    from dorsi.results import read_clips

    if pdf is None and beside is None:
        raise OptionError("report: give --pdf FILE.pdf or --beside FILE.html")
    clips = [clip for folder in results for clip in read_clips(folder)]
    people = sorted({clip.clip.session.person for clip in clips if clip.clip.session.person})
    if len(people) > 1:
        raise OptionError(f"report: one page is about one person; these results are of {', '.join(people)}")
    if beside is not None:
        from dorsi.detectable import detectable_changes
        from dorsi.report.beside import beside as side_by_side
        from dorsi.report.beside import render_beside

        main = [clip for clip in clips if clip.clip.session.part == 1]
        if len(main) != 2:
            raise OptionError(f"report: --beside takes two results; these are {len(main)}")
        write_text(beside, render_beside(side_by_side(main[0], main[1], detectable=detectable_changes())))
        typer.echo(f"written: {beside}")
    if pdf is not None:
        from dorsi.report.folder_page import norms_of
        from dorsi.report.paper.clinic import clinician_page

        plans = [read_plan(path) for folder in results if (path := folder / "plan.json").is_file()]
        write_bytes(pdf, clinician_page(clips, norms_of(plans[0] if plans else None)))
        typer.echo(f"written: {pdf}")
