"""The page that compares dorsi with other tools gives a place for each claim, and claims of dorsi itself hold."""

import re
from pathlib import Path

import dorsi
from dorsi import stats

PAGE = (Path(__file__).parents[1] / "docs" / "compared.md").read_text(encoding="utf-8")
CLAIMS, PLACES = PAGE.split("## Where each claim was read")


def test_every_claim_with_a_number_has_its_place_and_every_place_is_used():
    used = {int(number) for number in re.findall(r"\[(\d+)\](?!\()", CLAIMS)}
    given = [int(number) for number in re.findall(r"^\| (\d+) \|", PLACES, re.MULTILINE)]
    assert given == list(range(1, len(given) + 1))
    assert used == set(given)


def test_every_table_says_of_each_tool_what_it_does():
    rows = [line.strip("|").split("|") for line in CLAIMS.splitlines() if line.startswith("|") and "---" not in line]
    wide = [row for row in rows if len(row) > 2]
    assert {len(row) for row in wide} == {6}
    assert all(cell.strip() for row in wide for cell in row[1:])


def test_what_it_says_of_dorsi_is_there():
    assert {"time_normalise", "measure", "analyse", "export", "read_landmarks"} <= set(dorsi.__all__)
    assert {"sem", "mdc95", "icc", "bland_altman"} <= set(stats.__all__)
    assert {"trc", "mot", "c3d", "movement"} <= set(dorsi.exchange.FORMATS)
