"""Every exported file tells where it comes from, and holds every digit."""

import csv
import json
from dataclasses import replace

import ezc3d
import numpy as np
import opensim
import pandas as pd
import pyarrow.parquet as pq
import pytest
import xarray as xr

import dorsi
from dorsi.exchange.bids import write_bids
from dorsi.exchange.facts import FACT_NAMES, facts_of

TABLES = ("measurements", "events", "signals_tidy", "landmarks_tidy")


@pytest.fixture(scope="module")
def run():
    """Return a run whose times are no round numbers, with noise and depth of each point, settings and a person."""
    made = dorsi.synth.run()
    shape = made.landmarks.score.shape
    world = np.random.default_rng(0).normal(size=(*shape, 3))
    found = dorsi.as_analysis(dorsi.measure(made), person="P07")
    # Noise and depth only in the raw landmarks, where networks put them.
    clean = replace(found.landmarks, sigma_px=None, world_m=None)
    raw = replace(found.raw, sigma_px=np.full(shape, 1.5), world_m=world)
    told = found.session.provenance | {"setting_height_cm": 180.0, "setting_model": "heavy"}
    return replace(found, raw=raw, landmarks=clean, session=found.session.model_copy(update={"provenance": told}))


@pytest.fixture(scope="module")
def exported(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("all")
    dorsi.export(run, folder, formats=dorsi.exchange.FORMATS)
    return folder


def facts_in(path):
    """Return what a file tells of its origin, as its own format tells it."""
    if path.suffix == ".parquet":
        return {key.decode(): value.decode() for key, value in pq.read_schema(path).metadata.items()}
    if path.suffix == ".nc":
        return xr.load_dataset(path).attrs
    if path.suffix == ".c3d":
        group = ezc3d.c3d(str(path))["parameters"]["DORSI"]
        return {name: group[name.upper()]["value"][0] for name in FACT_NAMES}
    if path.name.endswith("_motion.json"):
        return json.loads(path.read_text())["Dorsi"]
    if path.name == "provenance.json":
        return json.loads(path.read_text())
    cells = path.read_text().split("endheader")[0].splitlines()
    return dict(cell.split("=", 1) for line in cells[:12] for cell in line.split("\t") if "=" in cell)


FILES = [
    "provenance.json", *(f"{name}.parquet" for name in ("signals", *TABLES)), "landmarks.trc", "angles.mot",
    "landmarks.c3d", "landmarks.nc",
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_tells_version_session_person_clip_and_settings(exported, run, name):
    told = facts_in(exported / name)
    assert {name: told[name] for name in FACT_NAMES} == facts_of(run.session)


def test_the_bids_recording_tells_them_too(exported, run):
    assert facts_in(next(exported.rglob("*_motion.json"))) == facts_of(run.session)


def test_the_facts_are_those_of_the_session(run):
    facts = facts_of(run.session)
    assert facts["person"] == "P07"
    assert json.loads(facts["settings"]) == {"height_cm": 180.0, "model": "heavy"}


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_parquet_hold_the_same_table(exported, name):
    read, kept = pd.read_csv(exported / f"{name}.csv"), pd.read_parquet(exported / f"{name}.parquet")
    assert list(read.columns) == list(kept.columns)
    for column in kept.select_dtypes("float64"):
        np.testing.assert_array_equal(read[column].astype(float), kept[column])
    assert set(kept.session) == {facts_in(exported / "provenance.json")["session"]}


@pytest.mark.parametrize("name", ["signals_tidy", "landmarks_tidy"])
def test_times_keep_every_digit(exported, run, name):
    times = np.unique(pd.read_csv(exported / f"{name}.csv").time_s)
    np.testing.assert_array_equal(times, run.signals.time_s)


def test_json_times_keep_every_digit(exported, run):
    assert json.loads((exported / "analysis.json").read_text())["signals"]["time_s"] == run.signals.time_s.tolist()


def test_empty_columns_have_the_same_kind_in_every_clip(lunge, run):
    steps, reps = dorsi.events_table(run), dorsi.events_table(lunge)
    shared = [name for name in steps.columns if name in reps.columns]
    assert steps[shared].dtypes.equals(reps[shared].dtypes)


def test_a_step_s_moment_of_contact_and_its_time_on_the_ground_are_two_columns(run):
    table, steps = dorsi.events_table(run), run.session.events
    np.testing.assert_array_equal(table.contact_s, [step.contact_s for step in steps])
    whole = table.dropna(subset=["toe_off_s"])
    assert whole.contact_time_s.tolist() == pytest.approx((whole.toe_off_s - whole.contact_s).tolist(), abs=2e-4)


def test_the_c3d_has_the_steps_as_events_with_their_side(exported, run):
    event = ezc3d.c3d(str(exported / "landmarks.c3d"))["parameters"]["EVENT"]
    minutes, seconds = event["TIMES"]["value"]
    rows = zip(event["LABELS"]["value"], event["CONTEXTS"]["value"], 60 * minutes + seconds, strict=True)
    contacts = [(side, when) for label, side, when in rows if label == "Foot Strike"]
    true = sorted((e.contact_s, e.side.capitalize()) for e in run.session.events if e.valid)
    assert [side for side, _ in contacts] == [side for _, side in true]
    assert [when for _, when in contacts] == pytest.approx([when for when, _ in true], abs=1e-4)


def test_netcdf_keeps_noise_and_depth(exported, run):
    dataset = xr.load_dataset(exported / "landmarks.nc")
    np.testing.assert_array_equal(dataset.sigma_px[..., 0], run.raw.sigma_px)
    np.testing.assert_array_equal(dataset.depth_m[..., 0], run.raw.world_m[..., 2])


def test_opensim_still_reads_trc_and_mot(exported, run):
    opensim.Logger.setLevelString("off")
    assert opensim.TimeSeriesTableVec3(str(exported / "landmarks.trc")).getNumRows() == len(run.signals.time_s)
    assert opensim.TimeSeriesTable(str(exported / "angles.mot")).getNumRows() == len(run.signals.time_s)


def test_the_export_measures_as_the_run_did(exported, run):
    again = dorsi.measure(dorsi.read_landmarks(exported / "landmarks_tidy.csv", size_px=run.clip.size_px))
    assert again.measurements[0].value == pytest.approx(run.session.measurements[0].value, abs=0.05)


def bids(path):
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


def test_bids_has_a_description_for_each_column(exported, run):
    motion, channels = (bids(next(exported.rglob(f"*_{kind}.tsv"))) for kind in ("motion", "channels"))
    assert channels[0][:5] == ["name", "component", "type", "tracked_point", "units"]
    assert len(motion) == len(run.signals.time_s)
    assert len(motion[0]) == len(channels) - 1
    named = {row[0]: k for k, row in enumerate(channels[1:])}
    got = [float(row[named["left_ankle_x"]]) for row in motion]
    np.testing.assert_allclose(got, run.landmarks.xy_px[:, run.landmarks.names.index("left_ankle"), 0], atol=1e-6)


def test_bids_counts_its_channels_by_kind(exported):
    told = json.loads(next(exported.rglob("*_motion.json")).read_text())
    kinds = [row[2] for row in bids(next(exported.rglob("*_channels.tsv")))[1:]]
    assert told["MotionChannelCount"] == len(kinds)
    assert {kind: told[f"{kind}ChannelCount"] for kind in set(kinds)} == {k: kinds.count(k) for k in set(kinds)}


def test_bids_marks_what_was_not_measured_and_what_is_missing(uneven, tmp_path):
    write_bids(uneven, tmp_path)
    rows = bids(next(tmp_path.rglob("*_channels.tsv")))
    status = {row[0]: row[8] for row in rows[1:]}
    assert (status["right_ankle_dorsiflexion_deg"], status["left_ankle_dorsiflexion_deg"]) == ("bad", "good")
    assert any("n/a" in row for row in bids(next(tmp_path.rglob("*_motion.tsv"))))


def test_bids_events_count_from_the_first_frame(exported, run):
    rows = bids(next(exported.rglob("*_events.tsv")))[1:]
    assert float(rows[0][0]) == pytest.approx(min(e.contact_s for e in run.session.events), abs=1e-3)


def test_two_people_are_one_bids_dataset(run, tmp_path):
    other = replace(run, session=run.session.model_copy(update={"person": "Zoë K", "id": "b2"}))
    dorsi.export([run, other], tmp_path, formats="bids")
    assert (tmp_path / "participants.tsv").read_text().split() == ["participant_id", "sub-P07", "sub-ZoeK"]
    assert len(list(tmp_path.glob("sub-*/ses-*/motion/*_motion.tsv"))) == 2
