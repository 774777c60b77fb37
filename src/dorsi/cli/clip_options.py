"""The options of a clip on the command line: one for each field of `ClipRequest`, the same in every command."""

import functools
import inspect
from collections.abc import Callable, Collection
from typing import Annotated, Any, Final, cast

import typer

from dorsi.backend_choices import backend_choices
from dorsi.clip_request import KINDS, ClipOptions, ClipRequest, from_text
from dorsi.settings import abouts, check_options

#: Types that the command line passes on unchanged; all others are typed as text and read by `from_text`.
_TYPED: Final = (bool, float)
_ABOUTS: Final = abouts(ClipRequest)


def flag(name: str) -> str:
    """Return an option as typed on the command line: height_cm becomes --height-cm."""
    return f"--{name.replace('_', '-')}"


def takes_clip_options(command: Callable[..., None], *, without: Collection[str] = ()) -> Callable[..., None]:
    """Return the command with an option for each field of `ClipRequest`; it gets their values as `options`.

    Parameters
    ----------
    command
        A command with a keyword argument `options`; its arguments come first in the help, its own options last.
    without
        Options that the command sets itself.
    """
    signature = inspect.signature(command)
    names = [name for name in KINDS if name not in without]

    @functools.wraps(command)
    def shell(**given: Any) -> None:  # noqa: ANN401  whatever the command takes
        options = {name: given.pop(name) for name in names}
        command(**given, options=_values(options))

    own = [one for one in signature.parameters.values() if one.name != "options"]
    arguments = [one for one in own if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    shell.__signature__ = signature.replace(  # type: ignore[attr-defined]  # typer reads a command's options off it
        parameters=[*arguments, *map(_parameter, names), *own[len(arguments) :]]
    )
    return shell


def _values(given: dict[str, object]) -> ClipOptions:
    """Return typed options as checked values; errors use the names that the user typed."""
    values = {
        name: from_text(name, value, called=flag(name)) if isinstance(value, str) else value
        for name, value in given.items()
    }
    check_options(ClipRequest, values, called=flag)
    return cast("ClipOptions", values)


def _parameter(name: str) -> inspect.Parameter:
    """Return the command's parameter for one option, as typer reads it."""
    about, kind = _ABOUTS[name], KINDS[name]
    default = ClipRequest.__dataclass_fields__[name].default
    typed: Any = kind if kind in _TYPED else str
    metavar = "" if kind is bool else "|".join(about.among) or about.metavar
    said = typer.Option(metavar=metavar, help=_help(name))
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[typed if default is not None else typed | None, said],
    )


def _help(name: str) -> str:
    if name != "backend":
        return _ABOUTS[name].help
    return f"{_ABOUTS[name].help} {'; '.join(choice.text for choice in backend_choices().values())}."
