"""What goes in comes out, on both databases alike."""

import datetime as dt

import material
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dorsi.errors import DataError
from dorsi.schema.log import Log, LogEntry
from dorsi.store import FailureRecord, Store


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def failure(clip):
    return FailureRecord(clip=clip, clip_sha256="0" * 64, person="Anna", reason="is cut short")


def test_a_session_comes_back_as_it_went_in(store, made):
    kept = made()
    store.save(kept)
    found = store.find(kept.key.digest)
    assert (found.session, found.person, found.recorded_on, found.clip, found.folder) == (
        kept.session, "Anna", dt.date(2026, 11, 20), kept.clip, kept.folder,
    )  # fmt: skip


def test_arrays_lie_beside_the_database_and_come_back(store, made):
    kept = made()
    store.save(kept)
    path = store.find(kept.key.digest).arrays["landmarks.npz"]
    assert path.is_relative_to(store.arrays_folder)
    assert path.read_bytes() == b"points of lunge.mp4"


def test_another_setting_is_another_key(made):
    key = made().key
    assert (
        key.digest != type(key)(clip_sha256=key.clip_sha256, settings={"model": "full"}, model_sha256="0" * 64).digest
    )


def test_the_same_key_again_takes_the_place_of_the_first(store, made):
    store.save(made())
    store.save(made(person="Bea", arrays={"landmarks.npz": b"better points"}))
    assert [(one.person, len(files_in(store.arrays_folder))) for one in store.sessions()] == [("Bea", 1)]


def test_equal_arrays_are_kept_once(store, made):
    for clip in ("a.mp4", "b.mp4"):
        store.save(made(clip=clip, arrays={"landmarks.npz": b"the same"}))
    assert len(files_in(store.arrays_folder)) == 1


@pytest.mark.parametrize("typed", ["zoë berg", "ZOE\u0308  Berg", "Zoë Berg"])
def test_a_name_is_the_same_in_any_case_and_form(store, made, typed):
    store.save(made(person="Zoë Berg"))
    assert store.person(typed).name == "Zoë Berg"


def test_a_trend_holds_the_dated_values_of_one_quantity_with_their_bounds(store, made):
    days = [dt.date(2026, month, 1) for month in (11, 9, 10)]
    for day, value in zip(days, (41.0, 38.0, 39.5), strict=True):
        store.save(made(clip=f"{day}.mp4", on=day, measurements=[material.measurement(value)]))
    store.save(made(clip="undated.mp4", on=None))
    points = store.trend("peak_shank_inclination_deg", scale="camera_joint_centre")
    assert [(p.recorded_on.month, p.value, p.ci95_low, p.ci95_high) for p in points] == [
        (9, 38.0, 35.5, 40.5), (10, 39.5, 37.0, 42.0), (11, 41.0, 38.5, 43.5),
    ]  # fmt: skip


def test_values_of_another_scale_are_not_in_the_trend(store, made):
    store.save(made(measurements=[material.measurement(scale="inclinometer_tuberosity")]))
    assert store.trend("peak_shank_inclination_deg", scale="camera_joint_centre") == []


def test_a_failure_is_noted_once_however_often_it_happens(store, made, tmp_path):
    (tmp_path / "bad.mp4").touch()
    for _ in range(2):
        store.save_failure(failure(tmp_path / "bad.mp4"))
    assert store.failures() == [failure(tmp_path / "bad.mp4")]


def test_a_failure_goes_when_the_clip_is_measured(store, made):
    kept = made()
    store.save_failure(failure(kept.clip))
    store.save(kept)
    assert store.failures() == []


def test_a_log_takes_the_place_of_the_one_before(store):
    logs = [
        Log(person="Anna", entries=[LogEntry(date=dt.date(2026, 11, day), exercise_id="x", level=1)]) for day in (1, 2)
    ]
    for log in logs:
        store.save_log("Anna", log)
    assert store.log("anna") == logs[1]


def test_people_are_listed_with_how_much_there_is_of_each(store, made):
    store.save(made(clip="a.mp4", on=dt.date(2026, 1, 5)))
    store.save(made(clip="b.mp4", on=dt.date(2026, 2, 5)))
    store.save(made(clip="c.mp4", person="Bea"))
    assert [(p.name, p.sessions, p.first_on, p.last_on) for p in store.people()] == [
        ("Anna", 2, dt.date(2026, 1, 5), dt.date(2026, 2, 5)), ("Bea", 1, dt.date(2026, 11, 20), dt.date(2026, 11, 20)),
    ]  # fmt: skip


def test_deleting_a_person_takes_their_rows_and_files_and_says_what_it_took(store, made, tmp_path):
    store.save(made(clip="a.mp4"))
    store.save(made(clip="b.mp4"))
    store.save_failure(failure(tmp_path / "bad.mp4"))
    removed = store.remove("anna")
    told = (removed.sessions, removed.measurements, removed.failures, removed.array_files)
    assert (told, store.sessions(), store.people(), files_in(store.arrays_folder)) == ((2, 4, 1, 2), [], [], [])


def test_deleting_a_person_leaves_what_others_share(store, made):
    for person in ("Anna", "Bea"):
        store.save(made(clip=f"{person}.mp4", person=person, arrays={"landmarks.npz": b"the same"}))
    store.remove("Anna")
    [left] = store.sessions()
    assert (left.person, left.arrays["landmarks.npz"].read_bytes()) == ("Bea", b"the same")


def test_nobody_of_that_name_is_told_with_where_to_look(store):
    with pytest.raises(DataError, match="'nobody' is not stored; `dorsi person list` shows everyone"):
        store.remove("nobody")


def test_a_session_that_can_not_be_kept_whole_leaves_nothing(store, made):
    twice = [material.measurement(), material.measurement()]
    with pytest.raises(DataError, match="refused"):
        store.save(made(measurements=twice))
    assert (store.sessions(), store.people()) == ([], [])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.floats(allow_nan=False, allow_infinity=False, width=64), name=st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))  # fmt: skip
def test_any_number_and_name_come_back_bit_for_bit(store, made, value, name):
    one = material.measurement(0.0).model_copy(update={"value": value})
    kept = made(person=name, measurements=[one])
    store.save(kept)
    found = store.find(kept.key.digest)
    assert (found.session.measurements[0].value, found.session.person) == (value, name)


def test_two_programs_may_write_at_the_same_time(store, url, made):
    with Store(url) as other:
        store.save(made(clip="a.mp4"))
        other.save(made(clip="b.mp4"))
        store.save(made(clip="c.mp4"))
    assert len(store.sessions()) == 3
