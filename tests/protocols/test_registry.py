"""The movements that can be chosen, stored and reported are those that have a file."""

from pathlib import Path
from typing import get_args

import pytest

from dorsi import measures
from dorsi.errors import DataError
from dorsi.protocols import PROTOCOLS, filmed, known, name_of, report_of
from dorsi.protocols.numbers import unit_of
from dorsi.protocols.recognise import BY_SIGHT
from dorsi.settings import MOVEMENTS
from dorsi.types import Signals
from dorsi.vocabulary import Movement

EACH = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))


def test_what_can_be_asked_for_and_stored_is_what_has_a_file():
    files = {path.stem for path in Path(filmed.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(MOVEMENTS) - {"auto"} == set(PROTOCOLS) == set(get_args(Movement)) - {"unknown"} == files


def test_every_movement_has_a_name_of_its_own():
    names = [name_of(name) for name in (*PROTOCOLS, *BY_SIGHT, "unknown")]
    assert len({one.title for one in names}) == len({one.noun for one in names}) == len(names)


def test_places_in_lists_are_each_taken_once():
    assert len({protocol.rank for protocol in PROTOCOLS.values()}) == len(PROTOCOLS)


@EACH
def test_every_movement_has_its_place_in_the_report(protocol):
    shown = report_of(protocol.name)
    assert protocol.headline in shown.cards
    assert shown.curves
    assert shown.sure <= shown.cards.keys()


@EACH
def test_all_that_a_report_shows_is_known(protocol):
    shown = protocol.report
    cards = {name for card, beneath in shown.cards.items() for name in (card, *beneath)}
    assert cards | {protocol.headline} <= measures.measures().keys()
    assert {*shown.curves, *shown.front_curves} <= measures.curves().keys()
    assert not shown.arc or shown.arc in Signals.__dataclass_fields__


@EACH
def test_every_headline_has_a_unit(protocol):
    assert unit_of(protocol.headline)


def test_what_was_not_recognised_has_nothing_to_show():
    assert not report_of("unknown").cards
    assert not report_of("unknown").curves


def test_a_file_without_a_movement_is_named():
    with pytest.raises(DataError, match=r"filmed/__init__\.py: needs MOVEMENT, a Protocol with name='__init__'"):
        known._protocol("__init__")
