"""The examples in the docstrings run, and give what they say."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "dorsi",
    "dorsi.arrays",
    "dorsi.backend_choices",
    "dorsi.cycles",
    "dorsi.keypoints",
    "dorsi.exchange.facts",
    "dorsi.exchange.movement",
    "dorsi.exchange.tables",
    "dorsi.gathering",
    "dorsi.loading",
    "dorsi.measures.bands",
    "dorsi.measuring",
    "dorsi.protocols.known",
    "dorsi.stats.agreement",
    "dorsi.stats.components",
    "dorsi.stats.curves",
    "dorsi.stats.reliability",
    "dorsi.stats.sides",
    "dorsi.tables",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    failed, attempted = doctest.testmod(import_module(name), raise_on_error=False)
    assert attempted > 0
    assert failed == 0
