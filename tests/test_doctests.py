"""The examples in the docstrings run, and give what they say."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "dorsi",
    "dorsi.backend_choices",
    "dorsi.keypoints",
    "dorsi.exchange.movement",
    "dorsi.exchange.tables",
    "dorsi.loading",
    "dorsi.measures.bands",
    "dorsi.measuring",
    "dorsi.protocols.known",
    "dorsi.stats.agreement",
    "dorsi.stats.curves",
    "dorsi.stats.components",
    "dorsi.stats.reliability",
    "dorsi.stats.sides",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    failed, attempted = doctest.testmod(import_module(name), raise_on_error=False)
    assert attempted > 0
    assert failed == 0
