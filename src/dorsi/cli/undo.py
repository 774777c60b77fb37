"""`dorsi undo`: the last change by hand taken back."""

from typing import Annotated

import typer

from dorsi.errors import NotStoredError

app = typer.Typer()


@app.command(epilog="Example:  dorsi undo")
def undo(
    *,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Do not ask.")] = False,
) -> None:
    """Undo the last change by hand: a clip moved or edited, a person renamed, joined or described, here or in the app.

    Numbers, reports and squad page follow. Call it again for the change before. Deleting can't be undone, nor can
    measuring a clip again as another movement or leg; what was changed before them stays, too.
    """
    from dorsi.batch import undo as take_back
    from dorsi.store import Store
    from dorsi.store.undoing import last_change
    from dorsi.wording.days import day_text

    with Store() as store:
        change = last_change(store)
        if change is None:
            raise NotStoredError("there is no change to undo; what was deleted or measured again stays so")
        when = change.made_at.astimezone()
        if not yes:
            typer.confirm(f"{day_text(when.date())}, {when:%H:%M}: {change.text}. Undo this?", abort=True)
        take_back(store, change.id)
    typer.echo(f"Undone: {change.text}.")
