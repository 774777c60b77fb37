"""The data dictionary: every exported quantity is in it, and its page says what the file says."""

import re
from pathlib import Path

import pytest

from dorsi import synth
from dorsi.errors import DataError
from dorsi.exchange.dictionary import entries, entry_of, markdown
from dorsi.measuring import measure

ROOT = Path(__file__).parents[2]
CODE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/dorsi/protocols").rglob("*.py"))
CALLS = re.findall(r'(?:measured|not_measured|rep_count)\(\s*"([a-z_]+)"', CODE)
HEADLINES = re.findall(r'headline="([a-z_]+)"', CODE)


@pytest.mark.parametrize("name", sorted({*CALLS, *HEADLINES}))
def test_every_quantity_that_a_protocol_names_is_in_the_dictionary(name):
    assert entry_of(name, "measurements").definition


FRONT = synth.Camera(yaw_deg=90.0)
MOVEMENTS = {
    "lunge": synth.lunge,
    "squat": synth.squat,
    "run": lambda: synth.run().landmarks,
    "squat from the front": lambda: synth.squat(camera=FRONT),
    "single_leg_squat": synth.single_leg_squat,
    "heel_raise": synth.heel_raise,
    "march": synth.march,
    "balance": synth.balance,
}


@pytest.mark.parametrize("name", MOVEMENTS)
def test_every_number_and_signal_of_a_movement_is_in_the_dictionary(name):
    found = measure(MOVEMENTS[name](), movement=name.split()[0])
    assert [entry_of(m.name, "measurements").unit for m in found.measurements]
    assert [entry_of(column, "signals").unit for column in found.signals.columns()]


def test_the_page_is_what_the_file_says():
    page = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert page == markdown(), "run: make docs"


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.table}-{entry.name}")
def test_every_entry_says_unit_sign_definition_and_source(entry):
    assert all((entry.unit, entry.sign, entry.definition, entry.source))


def test_an_unlisted_quantity_is_refused():
    with pytest.raises(DataError, match="'luck_deg' has no entry in signals"):
        entry_of("left_luck_deg", "signals")


@pytest.mark.parametrize(
    ("name", "unit"),
    [("cadence_spm", "steps per minute"), ("heel_off_pct_stance", "percent"), ("contact_s", "seconds")],
)
def test_the_unit_is_the_one_in_the_name(name, unit):
    assert entry_of(name, "measurements").unit == unit
