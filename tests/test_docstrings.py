"""Every public function says what it takes and what comes out."""

import inspect
import re

import pytest

import dorsi
from dorsi import detectable, exchange, stats, synth

#: Classes whose methods are held to it, too; the others' say theirs in one sentence.
WHOLE = (dorsi.Cycles, stats.Components)


def public_functions():
    for module in (dorsi, detectable, exchange, stats, synth):
        for name in module.__all__:
            if inspect.isfunction(found := getattr(module, name)):
                yield pytest.param(found, id=f"{module.__name__}.{name}")
    for kind in WHOLE:
        for name, found in vars(kind).items():
            if inspect.isfunction(found) and not name.startswith("_"):
                yield pytest.param(found, id=f"{kind.__name__}.{name}")


def section(function, title):
    """Return the lines of a section of a docstring, empty where it has none."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", inspect.getdoc(function), re.MULTILINE | re.DOTALL)
    return found[1].splitlines() if found else []


def test_there_are_as_many_functions_as_the_reference_promises():
    assert len(list(public_functions())) >= 55


@pytest.mark.parametrize("function", list(public_functions()))
def test_each_parameter_has_its_line(function):
    described = {name for line in section(function, "Parameters") if line[:1].strip() for name in line.split(", ")}
    taken = {name for name in inspect.signature(function).parameters if name != "self"}
    assert taken == described


@pytest.mark.parametrize("function", list(public_functions()))
def test_what_comes_out_is_said(function):
    gives = inspect.signature(function).return_annotation
    assert bool(section(function, "Returns")) == (gives is not None)
