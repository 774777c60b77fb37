"""A movement is one file, a measurement one entry: added to a copy of dorsi, both are known everywhere."""

import csv
import html
import json
import math
import re

import pytest

from dorsi.synth.stick_figure import SHANK_M, THIGH_M

LEG_M = 0.98 * (SHANK_M + THIGH_M)
#: The foot is flat on landing and the hip over the ankle: the shank's lean is an angle of the leg's triangle.
LANDING_DEG = math.degrees(math.acos((SHANK_M**2 + LEG_M**2 - THIGH_M**2) / (2 * SHANK_M * LEG_M)))
FLIGHT_S = 0.4

FILM = """
from pathlib import Path
import numpy as np
from dorsi import synth
from dorsi.pose import save_landmarks
from dorsi.protocols.filmed.hop import hops
from dorsi.video.encode import write_h264

size = (108, 192)
for facing, side in ((-1, "left"), (1, "right")):
    camera = synth.Camera(facing=facing, px_per_m=80, size_px=size)
    landmarks = hops(stance=side, flight_s=0.4, camera=camera)
    grey = np.full((size[1], size[0], 3), 128 + facing, np.uint8)
    write_h264(Path(f"clips/2026-11-20_hop_{side}.mp4"), ((t, grey) for t in landmarks.time_s), size_px=size)
    save_landmarks(Path(f"clips/{side}.npz"), landmarks)
"""
MEASURED = """
import json
import dorsi
from dorsi import synth
from dorsi.protocols.filmed.hop import hops

found = dorsi.measure(hops(stance="left", flight_s=0.4, camera=synth.Camera(facing=-1)), movement="{movement}")
print(json.dumps([found.movement, [m.model_dump() for m in found.measurements if m.side == "left"]]))
"""
CHOICES = """
import json
from dorsi.settings import MOVEMENTS
from dorsi.schema.session import Session
from dorsi.web.queue.job_records import JobRequest

stored = Session.model_json_schema()["properties"]["movement"]["enum"]
asked = json.dumps(JobRequest.model_json_schema()["properties"]["movement"])
print(json.dumps([list(MOVEMENTS), stored, asked]))
"""


@pytest.fixture(scope="module")
def filmed(with_hop):
    """Return the copy, in whose folder two hops were filmed."""
    (with_hop.folder / "clips").mkdir()
    with_hop.run("-c", FILM)
    return with_hop


@pytest.fixture(scope="module")
def result(filmed):
    """Return the folder of one hop's result."""
    clip = "clips/2026-11-20_hop_left.mp4"
    filmed.run(
        "-m", "dorsi", "analyse", clip, "--movement", "hop", "--backend", "replay:clips/left.npz", "--out", "out"
    )
    return filmed.folder / "out" / "2026-11-20_hop_left"


@pytest.fixture(scope="module")
def squad(filmed):
    """Return the rows of the squad's table, once both hops are stored."""
    lines = ["clip,person,date,movement,side,landmarks"]
    lines += [f"2026-11-20_hop_{side}.mp4,Ann,2026-11-20,hop,{side},{side}.npz" for side in ("left", "right")]
    (filmed.folder / "clips" / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    filmed.run("-m", "dorsi", "batch", "clips", "--manifest", "clips/manifest.csv", "--out", "squad", "--workers", "1")
    filmed.run("-m", "dorsi", "squad", "squad")
    with (filmed.folder / "squad" / "squad.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def session(result):
    return json.loads((result / "session.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("movement", ["auto", "hop"])
def test_it_is_recognised_and_measured(with_hop, movement):
    name, measurements = with_hop.told(MEASURED.format(movement=movement))
    found = {m["name"]: m for m in measurements}
    assert name == "hop"
    assert found["hop_flight_s"]["value"] == pytest.approx(FLIGHT_S, abs=0.05)
    assert found["landing_dorsiflexion_deg"]["value"] == pytest.approx(LANDING_DEG, abs=2.0)
    assert found["rep_count"]["value"] == 5
    assert {m["status"] for m in measurements} == {"ok"}


def test_it_can_be_chosen_wherever_a_movement_can(with_hop):
    choices, stored, asked = with_hop.told(CHOICES)
    assert "hop" in choices
    assert "hop" in stored
    assert '"hop"' in asked
    assert "|hop|" in with_hop.run("-m", "dorsi", "analyse", "--help").stdout.replace("\n", "").replace(" ", "")


def test_its_guide_is_listed(with_hop):
    shown = with_hop.run("-m", "dorsi", "movements", "--pictures", "guides").stdout
    assert "hop: Hop on one leg" in shown
    assert "Flight of a hop: how long the foot is off the floor" in " ".join(shown.split())
    assert "Hop on one leg" in (with_hop.folder / "guides" / "hop.svg").read_text(encoding="utf-8")


def test_a_clip_of_it_has_a_report_with_its_words_its_curves_and_its_key_frames(result):
    assert session(result)["movement"] == "hop"
    page = (result / "report.html").read_text(encoding="utf-8")
    read = html.unescape(re.sub(r"<[^>]+>", "", page)).replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Hop on one leg",
        "Flight of a hop",
        "Ankle bend on landing",
        "5 valid hops",
        "The sole is the reference",
    ):
        assert words in read, words
    for tag in ("data-chart", "<figcaption>"):
        assert tag in page, tag


def test_it_is_exported_with_its_entries_in_the_dictionary(filmed, result):
    filmed.run("-m", "dorsi", "export", str(result), "--format", "csv")
    exported = "".join(p.read_text(encoding="utf-8") for p in sorted((result / "export").rglob("*")) if p.is_file())
    assert "landing_dorsiflexion_deg" in exported
    assert "time from the last frame on the floor to the first one back on it" in exported


def test_it_is_a_row_of_the_squads_table(squad):
    [row] = squad
    assert (row["athlete"], row["movement"], row["quantity"]) == ("Ann", "hop", "hop_flight_s")
    for side in ("left", "right"):
        assert float(row[f"{side}_value"]) == pytest.approx(FLIGHT_S, abs=0.05)


def test_a_measurement_without_an_entry_is_named(with_hop):
    code = "from dorsi import measures; measures.measure_of('luck_deg')"
    done = with_hop.run("-c", code, check=False)
    assert "measurement 'luck_deg' has no entry; add it" in done.stderr
