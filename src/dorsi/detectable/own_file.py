"""The file of the user's own detectable changes, in dorsi's data folder, for command line and web app."""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from dorsi import leftovers
from dorsi.data_folder import data_folder
from dorsi.datafile import first_problem
from dorsi.detectable.table import PUBLISHED, DetectableChanges
from dorsi.errors import DataError
from dorsi.schema.detectable_change import OwnChanges

FILE_NAME: Final = "detectable_change.json"


def own_path() -> Path:
    """Return the file of the user's own detectable changes.

    Returns
    -------
    Path
        Whether or not there is one.
    """
    return data_folder() / FILE_NAME


def detectable_changes() -> DetectableChanges:
    """Return this user's detectable changes: own ones if saved and sufficient, else the published ones.

    Returns
    -------
    DetectableChanges
        For `save`, `plan` and reports.

    Raises
    ------
    DataError
        If the file exists but cannot be read or is invalid.
    """
    path = own_path()
    way_out = "compute it again with `dorsi reliability --save`, or delete it with `dorsi reliability --forget`"
    try:
        return DetectableChanges(OwnChanges.model_validate_json(path.read_bytes()))
    except FileNotFoundError:
        return PUBLISHED
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); {way_out}") from error
    except ValidationError as error:
        raise DataError(f"{path}: {first_problem(error)}; {way_out}") from error


def save_own(own: OwnChanges) -> Path:
    """Save the user's own detectable changes, replacing earlier ones, and return the file.

    Parameters
    ----------
    own
        From `stats.own_changes`.

    Returns
    -------
    Path
        The file that was written.
    """
    path = own_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with leftovers.workshop(path.parent) as workshop:
            draft = workshop / path.name
            draft.write_text(own.model_dump_json(indent=2) + "\n", encoding="utf-8")
            draft.replace(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be written ({error.strerror}); set DORSI_DATA to another folder") from error
    return path


def forget_own() -> bool:
    """Delete the user's own detectable changes, so that the published ones apply; return whether there were any.

    Returns
    -------
    bool
        Whether there were any.
    """
    path = own_path()
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise DataError(f"{path}: cannot be deleted ({error.strerror}); delete it by hand") from error
    return True
