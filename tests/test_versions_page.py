"""docs/versions.md says the versions that the records carry, and promises what the package has."""

import re
from pathlib import Path

import pytest

from dorsi.cli.schema import RecordName
from dorsi.schema.detectable_change import OwnChanges
from dorsi.schema.framing import Framing
from dorsi.schema.intake import Intake
from dorsi.schema.log import Log
from dorsi.schema.plan import Plan
from dorsi.schema.session import Assessment, Session
from dorsi.schema.stills import Stills

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([\w ]+) \| [^|]+ \| (\d+\.\d+) \|", PAGE, re.MULTILINE))
RECORDS = {
    "session": Session,
    "assessment": Assessment,
    "plan": Plan,
    "intake": Intake,
    "log": Log,
    "key frames": Stills,
    "framing": Framing,
    "detectable changes": OwnChanges,
}


def test_the_page_lists_these_records_and_no_other():
    assert set(ROWS) == set(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_the_version_on_the_page_is_the_record_s(name):
    assert RECORDS[name].model_fields["schema_version"].default == ROWS[name]


def test_every_schema_that_the_command_prints_is_on_the_page():
    named = set(re.findall(r"^\| [^|]+ \| [^|]+ \| [\d.]+ \| `(\w+)` \|$", PAGE, re.MULTILINE))
    assert named == {record.value for record in RecordName}


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "src" / "dorsi" / "py.typed").exists()
