"""Every public function, and every public method of a public class, says what it takes and what comes out."""

import inspect
import re

import pytest

import dorsi
from dorsi import detectable, exchange, running, stats, synth, video

MODULES = (dorsi, detectable, exchange, running, stats, synth, video)


def plain(found):
    """Return the function behind a method, whichever kind it is; None for what is no function."""
    if isinstance(found, classmethod | staticmethod):
        return found.__func__
    return found if inspect.isfunction(found) else None


def members(kind):
    """Yield what a class of dorsi's and its bases in dorsi define, by name."""
    for base in inspect.getmro(kind) if inspect.isclass(kind) else ():
        if base.__module__.startswith("dorsi"):
            fields = getattr(base, "__dataclass_fields__", {})
            yield from ((n, one) for n, one in vars(base).items() if not n.startswith("_") and n not in fields)


def public_names():
    for module in MODULES:
        for name in module.__all__:
            yield f"{module.__name__}.{name}", getattr(module, name)


def public_functions():
    seen = set()
    for where, found in public_names():
        if inspect.isfunction(found) and found not in seen:
            seen.add(found)
            yield pytest.param(found, id=where)


def public_methods():
    """Yield the methods that dorsi's own classes define; functions kept in a field are no methods."""
    seen = set()
    for where, kind in public_names():
        for name, found in members(kind):
            function = plain(found)
            if function is not None and function not in seen:
                seen.add(function)
                yield pytest.param(function, id=f"{where}.{name}")


def public_properties():
    for where, kind in public_names():
        for name, found in members(kind):
            if isinstance(found, property):
                yield pytest.param(found, id=f"{where}.{name}")


def section(function, title):
    """Return the lines of a section of a docstring, empty where it has none."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", inspect.getdoc(function), re.MULTILINE | re.DOTALL)
    return found[1].splitlines() if found else []


def test_there_are_as_many_functions_as_the_reference_promises():
    assert len(list(public_functions())) >= 60
    assert len(list(public_methods())) >= 30


@pytest.mark.parametrize("function", [*public_functions(), *public_methods()])
def test_each_parameter_has_its_line(function):
    described = {name for line in section(function, "Parameters") if line[:1].strip() for name in line.split(", ")}
    taken = {name for name in inspect.signature(function).parameters if name not in {"self", "cls"}}
    assert taken == described


@pytest.mark.parametrize("function", [*public_functions(), *public_methods()])
def test_what_comes_out_is_said(function):
    gives = inspect.signature(function).return_annotation
    assert bool(section(function, "Returns") or section(function, "Yields")) == (gives not in {None, "None"})


@pytest.mark.parametrize("found", list(public_properties()))
def test_every_property_has_its_line(found):
    assert found.__doc__
