"""Who needs the coach first: the headline, the order, and everyone who is in no row."""

import datetime as dt
import re
import sys
from pathlib import Path

import openpyxl
import pytest

from dorsi.batch.squad import squad_page, write_squad_report
from dorsi.report.squad.attention import athletes_first, headline
from dorsi.store import FailureRecord, Store, changing

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))  # material.py: records to keep

import material

FIRST = dt.date(2026, 9, 1)
SECOND = dt.date(2026, 9, 29)


@pytest.fixture
def squad(tmp_path):
    """Four athletes: a loss, a marked restriction, a leg that was not measured, and one who is fine."""
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:

        def one(person, value, on=FIRST, side="left", **changes):
            measured = material.measurement(value, side=side)
            if value is None:
                unmeasured = {"name": "peak_shank_inclination_deg", "unit": "deg", "scale": "camera_joint_centre"}
                measured = material.UNMEASURED.model_copy(update=unmeasured | {"side": side})
            clip = f"{person}_{on}_{side}.mp4"
            store.save(material.made(tmp_path, clip=clip, person=person, on=on, measurements=[measured], **changes))

        one("Zoe", 41.0)
        one("Zoe", 33.0, SECOND)
        one("Mia", 20.0)
        one("Cleo", 41.0)
        one("Bea", None)
        one("Dora", 40.0, None)
        (tmp_path / "cut.mp4").touch()
        cut = {"clip": tmp_path / "cut.mp4", "clip_sha256": "0" * 64}
        store.save_failure(FailureRecord(**cut, person="Eva", reason="cut short"))
        changing.describe(store, [changing.RosterEntry(name="Zoe", team="U23")])
        yield store


@pytest.fixture(autouse=True)
def _none_values(monkeypatch):
    """Let `material.measurement` be asked for no value."""
    real = material.measurement
    monkeypatch.setattr(material, "measurement", lambda value, **given: real(value or 0.0, **given))


def test_the_headline_counts_what_asks_for_attention(squad, tmp_path):
    assert headline(squad_page(squad, tmp_path)) == "1 loss, 1 marked restriction, 1 clip needs a day, 2 to film again"


def test_a_loss_comes_before_a_restriction_and_a_clip_to_film_again_and_who_is_fine_is_left_out(squad, tmp_path):
    first = athletes_first(squad_page(squad, tmp_path))
    assert [one.name for one in first] == ["Zoe", "Mia", "Dora", "Bea", "Eva"]
    assert [reason.kind for one in first for reason in one.reasons] == ["loss", "marked", "day", "refilm", "refilm"]
    assert first[0].reasons[0].text.endswith("1 Sep 2026 to 29 Sep 2026")
    assert first[0].team == "U23"


def test_a_failed_clip_leaves_the_squad_when_its_file_is_removed(squad, tmp_path):
    (tmp_path / "cut.mp4").unlink()
    page = squad_page(squad, tmp_path)
    assert headline(page).endswith(", 1 to film again")
    assert "Eva" not in [one.name for one in athletes_first(page)]
    assert page.failures == ()


def test_a_squad_without_trouble_says_so(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'dorsi.db'}") as store:
        assert headline(squad_page(store, tmp_path)) == "Nothing needs you first"


def test_every_cell_opens_a_report_also_where_nothing_was_measured(squad, tmp_path):
    [bea] = [row for row in squad_page(squad, tmp_path).rows if row.athlete == "Bea"]
    assert (bea.left.value, bea.right.value) == (None, None)
    assert bea.left.report == bea.right.report == "out/Bea_2026-09-01_left.mp4/report.html"


def test_clips_without_a_day_and_skipped_ones_are_listed(squad, tmp_path):
    write_squad_report(squad, tmp_path, skipped=[("x/lunge.mp4", "no person in the name")])
    page = (tmp_path / "squad.html").read_text(encoding="utf-8")
    for text in ("Clips without a day", "Dora: Lunge, Dora_None_left.mp4", "Clips that were skipped", "x/lunge.mp4"):
        assert text in page
    assert "dorsi session edit KEY --date" in page


def test_pseudonyms_hide_teams_and_skipped_clips(squad, tmp_path):
    write_squad_report(squad, tmp_path, pseudonyms=True, skipped=[("Zoe/lunge.mp4", "no person in the name")])
    for name in ("squad.html", "squad.csv"):
        assert not {"Zoe", "U23", "Dora"} & set(re.findall(r"\w+", (tmp_path / name).read_text(encoding="utf-8")))


def test_the_workbook_opens_on_one_row_for_each_athlete_with_links(squad, tmp_path):
    write_squad_report(squad, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "squad.xlsx")
    sheet = book.active
    assert (book.sheetnames, sheet.freeze_panes) == (["Squad", "Raw data"], "B2")
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Zoe", "Mia", "Dora", "Bea", "Eva", "Cleo"]
    assert sheet["C2"].value.startswith("Lunge, left: lost 8.0°")
    heading = {cell.value: cell.column for cell in sheet[1]}
    left = sheet.cell(5, heading["Lunge, left"])
    assert left.value.startswith("not measured")
    due = [row[heading["Next clip due"] - 1].value for row in sheet.iter_rows(min_row=2)]
    assert not any(text and "retest" in text for text in due)  # the column says it
    assert left.hyperlink.target.replace("\\", "/") == "out/Bea_2026-09-01_left.mp4/report.html"


@pytest.mark.browser
def test_the_page_prints_on_a4_landscape_with_every_column(chromium, squad, tmp_path):
    path = write_squad_report(squad, tmp_path)[0]
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1054, "height": 745})  # 279 mm of A4 between the margins, at 96 px to the inch
    table = page.locator(".squad-table").bounding_box()
    assert table["x"] + table["width"] <= 1054
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert float(size[1]) > float(size[2])
