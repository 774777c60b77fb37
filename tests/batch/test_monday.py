"""A coach's Monday: ten clips of five athletes with twelve mistakes, each told by dorsi and mended by one command.

Clips are small and their landmarks are replayed, so no network is needed and the true angle of each clip is known.
"""

import datetime as dt
import shutil
import sys
from pathlib import Path

import folders
import pytest
from starlette.testclient import TestClient

from dorsi.batch.squad import squad_page
from dorsi.store import Store
from dorsi.web.app import create_app
from dorsi.web.config import Config

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))  # clients.py: a browser that is paired

from clients import ADDRESS, paired

DAY = dt.date(2026, 11, 23)
#: The true angle of each clip, in degrees.
TRUE_DEG = {
    "Anna": (38.0, 39.0),
    "Bea": (33.0, 34.0),
    "Carla": (41.0, 36.0),
    "Dan": (35.0, 37.0),
    "Emil": (42.0, 40.0),
}
SIDES = ("left", "right")
AGREES_DEG = 2.0  #: of tiny pictures at 15 frames a second


class Monday:
    """The folder of clips, its manifest, and the command line."""

    def __init__(self, folder, dorsi):
        self.clips, self.out, self._dorsi = folder / "clips", folder / "out", dorsi
        self._manifest = folder / "clips.csv"
        self.rows = {}
        for number, (name, peaks_deg) in enumerate(TRUE_DEG.items()):
            for side, peak_deg in zip(SIDES, peaks_deg, strict=True):
                clip = self.clips / f"{name.lower()}_{side}.mp4"
                folders.film(clip, shade=20 * number + 10 * (side == "right"), peak_deg=peak_deg, front=side)
                row = {"clip": clip.name, "person": name, "date": str(DAY), "movement": "lunge", "side": side}
                self.rows[clip.stem] = row | {"landmarks": f"{clip.stem}.npz"}

    def batch(self, expected=0):
        """Measure what is new; return everything that was said."""
        folders.write_manifest(self._manifest, [one.values() for one in self.rows.values()])
        return self.say("batch", self.clips, "--manifest", self._manifest, "--out", self.out, "--workers", "2",
                        expected=expected)  # fmt: skip

    def say(self, *arguments, expected=0):
        """Run one command, and return everything that it said."""
        code, said, wrong = self._dorsi(*arguments)
        assert code == expected, said + wrong
        return said + wrong

    def key(self, clip):
        """Return the key of a clip, as `dorsi session list` shows it."""
        (row,) = [line for line in self.say("session", "list").splitlines() if f"{clip}.mp4" in line]
        return row.split()[0]

    def page(self):
        """Return the squad's page as the coach sees it now."""
        return (self.out / "squad.html").read_text(encoding="utf-8")


@pytest.fixture
def monday(tmp_path, dorsi, data, monkeypatch):
    monkeypatch.setenv("DORSI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return Monday(tmp_path, dorsi)


def plant(monday):
    """Make the mistakes that show only once the clips are measured."""
    rows = monday.rows
    rows["bea_left"]["person"] = "Anna"
    rows["carla_left"]["person"] = rows["carla_right"]["person"] = "Karla"
    rows["carla_right"]["side"] = "left"
    rows["dan_left"]["date"] = ""
    rows["dan_right"]["date"] = "2025-11-23"
    rows["emil_left"]["person"] = "Émil"
    shutil.copy(monday.clips / "anna_left.mp4", monday.clips / "copy of anna.mp4")
    rows["copy"] = rows["anna_left"] | {"clip": "copy of anna.mp4"}
    folders.film(monday.clips / "nobody.mp4", shade=200)  # without a row
    whole = (monday.clips / "emil_right.mp4").read_bytes()
    (monday.clips / "emil_right.mp4").write_bytes(whole[:-800])
    return whole


def test_a_monday_with_twelve_mistakes(monday, subtests):
    rows = monday.rows
    with subtests.test("1 and 2: what a row can't say is told by its line before anything is measured"):
        rows["anna_left"]["movement"], rows["bea_left"]["side"] = "lounge", "lefft"
        refused = monday.batch(expected=2)
        assert all(one in refused for one in ("line 2: movement: 'lounge'", "line 4: side: 'lefft'")), refused
        rows["anna_left"]["movement"], rows["bea_left"]["side"] = "lunge", "left"

    whole = plant(monday)
    said = monday.batch(expected=2)
    with subtests.test("3: a clip that is there twice"):
        assert "is the same clip as" in said
    with subtests.test("4: a clip without a row"):
        assert "skipped: nobody.mp4" in said
    with subtests.test("5: a clip cut short is copied again"):
        assert "failed: emil_right.mp4: the file is cut short" in said
        (monday.clips / "emil_right.mp4").write_bytes(whole)
    with subtests.test("6: the wrong leg is put right in the manifest, and replaces what was measured"):
        rows["carla_right"]["side"] = "right"
        again = monday.batch()
        assert "2 measured" in again
        assert "replaced: " in again
    mend_by_command(monday, subtests, again)

    assert "0 measured, 10 done before, 0 failed" in monday.batch()  # the manifest still has the old names
    assert monday.say("db", "check")
    with Store() as store:
        found = {row.athlete: row for row in squad_page(store, monday.out).rows}
    assert {name: (row.left.day, row.right.day) for name, row in found.items()} == dict.fromkeys(TRUE_DEG, (DAY, DAY))
    values = {name: tuple(side.value for side in row.sides) for name, row in found.items()}
    assert values == {name: pytest.approx(peaks_deg, abs=AGREES_DEG) for name, peaks_deg in TRUE_DEG.items()}


def mend_by_command(monday, subtests, again):
    """Put right what the batch's last words and the squad's page tell."""
    with subtests.test("7: one athlete under two names"):
        assert "dorsi person merge" in again
        monday.say("person", "merge", "Émil", "Emil")
    with subtests.test("8: a name written wrongly"):
        assert "Karla" in monday.page()
        monday.say("person", "rename", "Karla", "Carla")
        assert "Karla" not in monday.page()
    with subtests.test("9: a clip that needs a day"):
        assert "1 clip needs a day." in again
        monday.say("session", "edit", monday.key("dan_left"), "--date", str(DAY))
        assert "needs a day" not in monday.page()
    with subtests.test("10: the wrong year, over the API"):
        assert "23 Nov 2025" in monday.page()
        app = create_app(Config(model="lite"))
        with TestClient(app, base_url=ADDRESS, follow_redirects=False) as plain, Store() as store:
            key = next(one.key for one in store.sessions("Dan") if one.clip_name == "dan_right.mp4")
            answer = paired(app, plain).patch(f"/api/sessions/{key}", json={"recorded_on": str(DAY)})
        assert answer.status_code == 200, answer.text
        assert "2025" not in monday.page()
    with subtests.test("11: a clip filed for the wrong athlete"):
        monday.say("session", "move", monday.key("bea_left"), "--to", "Bea")
    with subtests.test("12: a correction that was wrong itself"):
        monday.say("session", "move", monday.key("anna_right"), "--to", "Bea")
        assert "anna_right.mp4 was moved from Anna to Bea" in monday.say("undo", "--yes")
