"""Optional packages: loaded when they are needed, named when they are missing."""

from importlib import import_module
from types import ModuleType

from dorsi.errors import DorsiError


def need(package: str, *, extra: str = "research") -> ModuleType:
    """Return an optional package, or one of its modules.

    Raises
    ------
    DorsiError
        If it is not installed: says which of dorsi's extras brings it.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise
        raise DorsiError(f"this needs the package {error.name}: pip install 'dorsi[{extra}]'") from error
