"""`dorsi schema`: JSON Schemas of dorsi's files."""

import json
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer()


class RecordName(StrEnum):
    """The records with a public schema."""

    SESSION = "session"
    INTAKE = "intake"
    PLAN = "plan"
    ASSESSMENT = "assessment"
    FRAMING = "framing"
    OWN_CHANGES = "own_changes"
    STILLS = "stills"


@app.command(epilog="Example:  dorsi schema intake > intake.schema.json")
def schema(record: Annotated[RecordName, typer.Argument(help="The record.")]) -> None:
    """Print the JSON Schema of a record that dorsi reads or writes."""
    from pydantic import BaseModel

    from dorsi.schema.detectable_change import OwnChanges
    from dorsi.schema.framing import Framing
    from dorsi.schema.intake import Intake
    from dorsi.schema.plan import Plan
    from dorsi.schema.session import Assessment, Session
    from dorsi.schema.stills import Stills

    models: dict[RecordName, type[BaseModel]] = {
        RecordName.SESSION: Session,
        RecordName.INTAKE: Intake,
        RecordName.PLAN: Plan,
        RecordName.ASSESSMENT: Assessment,
        RecordName.FRAMING: Framing,
        RecordName.OWN_CHANGES: OwnChanges,
        RecordName.STILLS: Stills,
    }
    typer.echo(json.dumps(models[record].model_json_schema(), indent=2))
