"""The pose backends that can be asked for, read off their files without running them: what they import is heavy."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from dorsi.errors import DataError, OptionError

FOLDER: Final = Path(__file__).parent / "pose" / "backends"


@dataclass(frozen=True, kw_only=True)
class BackendChoice:
    """One pose backend, as its own file describes it."""

    key: str  #: the file's name, and the first word of the option
    option: str  #: what `--backend` takes, such as "replay:FILE"
    help: str  #: where its points come from
    extra: str = ""  #: of dorsi's extras, which it needs; empty for none

    @property
    def takes_file(self) -> bool:
        """Whether a file belongs behind the key."""
        return ":" in self.option

    @property
    def text(self) -> str:
        """The option in words, for the help of the command line."""
        needs = f" (pip install 'dorsi[{self.extra}]')" if self.extra else ""
        return f"{self.option}: {self.help}{needs}"


@cache
def backend_choices() -> dict[str, BackendChoice]:
    """Return every pose backend by its key.

    Raises
    ------
    DataError
        If a file does not say what its option is.

    Examples
    --------
    >>> [choice.option for choice in backend_choices().values()]
    ['blazepose', 'mediapipe', 'replay:FILE', 'rtmlib:FILE.onnx']
    """
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("[a-z]*.py"))}


def _read(path: Path) -> BackendChoice:
    said = {
        ast.unparse(node.target).lower(): ast.literal_eval(node.value)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) in {"OPTION", "HELP", "EXTRA"}
    }
    if said.get("option", "").partition(":")[0] != path.stem or not said.get("help"):
        raise DataError(f"pose/backends/{path.name}: needs OPTION, which begins with '{path.stem}', and HELP")
    return BackendChoice(key=path.stem, **said)


def chosen(backend: str) -> tuple[BackendChoice, Path | None]:
    """Return the backend that a text such as "replay:FILE" names, with its file.

    Raises
    ------
    OptionError
        If there is none of that name, or its file is missing.
    """
    key, _, file = backend.partition(":")
    choice = backend_choices().get(key)
    if choice is None or choice.takes_file != bool(file) or (":" in backend and not file):
        *others, last = (f"'{one.option}'" for one in backend_choices().values())
        raise OptionError(f"--backend: '{backend}' is not known; choose from {', '.join(others)} or {last}")
    return choice, Path(file) if file else None
