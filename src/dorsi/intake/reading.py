"""The file with a person's answers, as typed by hand: YAML or JSON."""

from pathlib import Path

from pydantic import ValidationError

from dorsi.datafile import first_problem, parse_mapping
from dorsi.errors import DataError, RuleError
from dorsi.schema.intake import Intake


def read_intake(path: Path | str) -> Intake:
    """Return the answers in a YAML or JSON file.

    Parameters
    ----------
    path
        The file, as `dorsi intake` writes it.

    Returns
    -------
    Intake
        Unanswered questions stay unanswered.

    Raises
    ------
    DataError
        If the file is missing, not YAML, or holds an answer that is not allowed; the message names the field.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it's not a text file"
        raise DataError(f"{path}: the answers cannot be read ({reason}); check the name and the folder") from error
    try:
        return Intake.model_validate(parse_mapping(text, path.name))
    except RuleError as error:
        raise DataError(str(error)) from error
    except ValidationError as error:
        raise DataError(f"{path.name}: {first_problem(error)}; `dorsi schema intake` lists what is allowed") from error
