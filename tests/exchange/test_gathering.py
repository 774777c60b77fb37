"""Results handed over as they come: of analyse, measure or load, as a folder, or as a list."""

import pandas as pd
import pytest
from analyses import made

import dorsi
from dorsi import synth
from dorsi.errors import DataError, OptionError
from dorsi.exchange.signals_file import write_signals
from dorsi.pose.landmark_file import save_landmarks
from dorsi.results import write_json


@pytest.fixture(scope="module")
def measured():
    return dorsi.measure(synth.squat(peak_deg=30.0, reps=3))


def stored(analysis, folder):
    """Write what tables are read from, as `save` does."""
    folder.mkdir(parents=True)
    write_json(analysis.session, folder / "session.json")
    write_signals(analysis.signals, folder / "signals.csv", session=analysis.session)
    save_landmarks(folder / "landmarks.npz", analysis.raw, ())
    return folder


@pytest.fixture(scope="module")
def squad(lunge, tmp_path_factory):
    """Return a folder with the results of two clips, at two depths."""
    folder = tmp_path_factory.mktemp("squad")
    stored(lunge, folder / "bea" / "lunge")
    stored(made(synth.squat(peak_deg=25.0)), folder / "squat")
    return folder


TABLES = [
    dorsi.measurements_table,
    dorsi.budget_table,
    dorsi.events_table,
    dorsi.signals_table,
    dorsi.landmarks_table,
]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_what_measure_gives_is_that_of_its_analysis(measured, table):
    pd.testing.assert_frame_equal(table(measured), table(dorsi.as_analysis(measured)))


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_a_list_is_the_tables_one_below_the_other(measured, lunge, table):
    assert len(table([measured, lunge])) == len(table(measured)) + len(table(lunge)) > 2


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["text", "path"])
def test_a_table_of_a_folder_has_every_result_in_it(squad, table, kind):
    assert table(kind(squad)).session.unique().tolist() == ["made"]
    assert len(table(kind(squad))) == len(table([squad / "bea" / "lunge", squad / "squat"]))


def test_the_budget_of_each_number_comes_to_its_bound(measured):
    numbers = dorsi.measurements_table(measured).set_index(["name", "side"])
    for whose, parts in dorsi.budget_table(measured).groupby(["name", "side"]):
        half = float(numbers.loc[whose, "ci95_high"] - numbers.loc[whose, "ci95_low"]) / 2
        assert 1.96 * float((parts.sd**2).sum()) ** 0.5 == pytest.approx(half, abs=1e-3)


def test_a_session_still_has_its_tables(lunge):
    assert len(dorsi.measurements_table(lunge.session)) == len(dorsi.measurements_table([lunge.session])) > 0
    assert len(dorsi.events_table(lunge.session)) == len(lunge.session.events)


def test_equal_landmarks_have_an_equal_id_and_others_another(measured):
    again = dorsi.as_analysis(dorsi.measure(synth.squat(peak_deg=30.0, reps=3)))
    assert dorsi.as_analysis(measured).session.id == again.session.id
    assert dorsi.as_analysis(dorsi.measure(synth.squat(peak_deg=31.0, reps=3))).session.id != again.session.id


def test_events_of_what_measure_gives_keep_their_times_and_numbers(measured):
    table = dorsi.events_table(measured)
    assert table.peak_s.tolist() == pytest.approx([event.peak_s for event in measured.events], abs=1e-4)
    assert table.peak_shank_inclination_deg.astype(float).max() == pytest.approx(30.0, abs=0.5)


def test_what_measure_gives_is_exported_as_it_is(measured, tmp_path):
    files = dorsi.export(measured, str(tmp_path), formats="csv")
    assert (tmp_path / "measurements.csv") in files


def test_several_results_are_exported_into_one_folder_each(measured, lunge, tmp_path):
    files = dorsi.export([measured, lunge], tmp_path, formats=["json"])
    assert [path.parent.name for path in files] == [dorsi.as_analysis(measured).session.id, "made"]


@pytest.mark.parametrize("maker", [synth.run, synth.lunge, lambda: synth.phone_clip(seed=3, show="squat")])
def test_whatever_synth_makes_is_measured(maker):
    given = maker()
    assert dorsi.measure(given).signals.time_s.shape == getattr(given, "landmarks", given).time_s.shape


@pytest.mark.parametrize(("wrong", "kind"), [(5, "int"), (None, "NoneType"), ({"a": 1}, "dict"), ([3.0], "float")])
def test_another_kind_is_refused_by_its_name(wrong, kind):
    with pytest.raises(OptionError, match=f"results: got {kind}; give what analyse, measure or load gave"):
        dorsi.gather(wrong)


def test_an_empty_folder_and_an_empty_list_are_named(tmp_path):
    with pytest.raises(DataError, match="no result here; give the folder that dorsi analyse or dorsi batch wrote"):
        dorsi.gather(tmp_path)
    with pytest.raises(DataError, match="the list is empty"):
        dorsi.gather([])


@pytest.mark.parametrize("call", [dorsi.measure, dorsi.load, dorsi.read_landmarks, dorsi.analyse])
def test_a_number_instead_of_a_clip_or_folder_is_refused_in_a_sentence(call):
    with pytest.raises(OptionError, match="needed, got int"):
        call(5)
