"""The movements that can be chosen, stored and reported are those that have a protocol."""

from typing import get_args

import pytest

from dorsi import measures
from dorsi.protocols import PROTOCOLS
from dorsi.protocols.numbers import unit_of
from dorsi.report import words
from dorsi.report.curves import CHARTS
from dorsi.report.page import HEADLINES
from dorsi.settings import MOVEMENTS
from dorsi.vocabulary import Movement


def test_what_can_be_asked_for_and_stored_is_what_has_a_protocol():
    assert set(MOVEMENTS) - {"auto"} == set(PROTOCOLS) == set(get_args(Movement)) - {"unknown"}


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
def test_every_movement_has_its_place_in_the_report(protocol):
    assert protocol.name in words.MOVEMENT_TITLES
    assert protocol.headline in HEADLINES[protocol.name]
    assert protocol.name in CHARTS


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
def test_every_headline_has_words_and_a_unit(protocol):
    assert protocol.headline in measures.measures()
    assert unit_of(protocol.headline)
