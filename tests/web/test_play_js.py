"""The player's pure functions, as they are shipped: its time is the programme's, its entries are the log's."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from dorsi.programme import catalogue
from dorsi.programme.exercises.timing import seconds_of
from dorsi.programme.logbook.answering import as_planned
from dorsi.schema.log import LogEntry
from dorsi.schema.plan import Dose, SessionItem
from dorsi.web.playing import ENDINGS, play_item
from dorsi.web.sore_places import places_by_side
from dorsi.web.stop_limits import stop_limits

STATIC = Path(__file__).parents[2] / "src" / "dorsi" / "web" / "static"
NODE = compute_driver_executable()[0]


def run(expression, given):
    """Return what an expression of the player's modules gives for `given`."""
    script = f"""
        import * as time from {json.dumps((STATIC / "play_time.js").as_uri())};
        import * as log from {json.dumps((STATIC / "play_log.js").as_uri())};
        const given = {json.dumps(given)};
        console.log(JSON.stringify({expression}));
    """
    command = [NODE, "--input-type=module", "--no-warnings", "-"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, input=script).stdout)


def item(exercise="st_hr_dl", side="both", level=1, **dose):
    """Return an exercise of a session; any dose, any side."""
    one = catalogue()[exercise]
    return SessionItem(exercise=one.id, name=one.name, category=one.category, side=side, level=level,
                       dose=Dose(**dose) if dose else one.dose_at(level), dose_text="", minutes=1,
                       load_class=one.load_class, cue=one.cue)  # fmt: skip


def play(*args, ask=None, **kwargs):
    return play_item(item(*args, **kwargs), ask).model_dump(mode="json")


def test_every_exercise_takes_as_long_as_the_programme_says():
    cases = [
        (one, level, side)
        for one in catalogue().exercises.values()
        for level in one.levels
        for side in ("both", "left")
    ]  # fmt: skip
    given = [play(one.id, side=side, level=level) for one, level, side in cases]
    found = run("given.map((play) => time.phases(play).reduce((sum, { s }) => sum + s, 0))", given)
    wanted = [
        seconds_of(
            one,
            dict.fromkeys(("left", "right") if side == "both" else (side,), one.dose_at(level)),
            together=one.together(level),
        )
        for one, level, side in cases
    ]
    assert len(found) > 200
    assert found == pytest.approx(wanted)


ONE_LEG = {"sets": 2, "reps": 2, "tempo_s": (2, 1, 3), "rest_s": 30}


def test_the_guide_goes_out_holds_and_comes_back_leg_by_leg():
    steps = run("time.phases(given)", play("st_hr_sl", **ONE_LEG))
    assert [(one["kind"], one["leg"], one["set"]) for one in steps[:9]] == [
        ("ready", "left", 1), *[(kind, "left", 1) for kind in ("go", "stay", "back")] * 2,
        ("change", "right", 1), ("go", "right", 1),
    ]  # fmt: skip
    assert sum(one["kind"] == "go" for one in steps) == 8


@pytest.mark.parametrize(
    ("elapsed", "kind", "sets", "share"),
    [(0, "ready", 0, 0), (11, "go", 0, 1 / 24), (12.5, "stay", 0, 2.5 / 24), (25, "rest", 1, 0.5), (500, None, 2, 1)],
)
def test_where_an_exercise_is(elapsed, kind, sets, share):
    given = {"play": play("st_hr_sl", side="left", **ONE_LEG), "elapsed": elapsed}
    made = run(
        "[time.at(time.phases(given.play), given.elapsed).phase?.kind ?? null, "
        "time.setsDone(time.phases(given.play), given.elapsed), time.share(time.phases(given.play), given.elapsed)]",
        given,
    )
    assert made == [kind, sets, pytest.approx(share)]


@pytest.mark.parametrize(
    ("exercise", "word"), [("wu_march", "March"), ("nm_hop_dl", "Hop"), ("mo_foot_roll", "Roll"), ("st_hr_iso", "Hold")]
)
def test_the_guide_calls_what_is_done_while_the_time_runs(exercise, word):
    assert run('time.called(given, { kind: "hold" })', play(exercise)) == word


def test_what_comes_next_is_told_with_its_leg():
    assert run("time.titled(given)", play("mo_wall_slide", side="left")).endswith(", left leg")
    assert run("time.titled(given)", play("mo_wall_slide")).endswith(", left, then right leg")
    assert run("time.titled(given)", play("st_hr_dl")) == catalogue()["st_hr_dl"].name


def test_a_change_of_legs_is_announced():
    told = run(
        "time.phases(given).map((one, place, list) => time.announced(given, list, place)).filter(Boolean)",
        play("st_hr_sl", **ONE_LEG),
    )
    assert told[1:4] == ["Set 1 of 2. Left leg", "Change sides. Right leg", "Set 1 of 2. Right leg"]


TWO_WAYS = [one.id for one in catalogue().exercises.values() if one.dose_at(1).ways > 1]


@pytest.mark.parametrize("exercise", TWO_WAYS)
def test_each_new_direction_is_called_and_counted(exercise):
    given = play(exercise, side="left")
    found = run(
        "time.phases(given).map((one, place, list) => [one.kind, one.way, one.rep, time.called(given, one), "
        "time.announced(given, list, place), time.wayName(given, one)])",
        given,
    )
    work = [one for one in found if one[0] not in {"ready", "rest", "change"}]
    assert list(dict.fromkeys(one[5] for one in work)) == given["ways"]
    assert len(given["ways"]) == given["item"]["dose"]["ways"]
    for way, name in list(enumerate(given["ways"], start=1))[1:]:
        first = next(one for one in work if one[1] == way)
        assert (first[2], first[3], first[4]) == (1, f"Now {name}", f"Now {name}")


def test_ankle_circles_go_the_other_way_after_all_circles_one_way():
    assert play("wu_circles")["ways"] == ["one way", "the other way"]
    assert play("mo_inv_ev")["ways"] == ["inward", "outward"]
    assert play("st_hr_dl")["ways"] == []


def entries(*records, ending=None):
    """Return what the player would send, each entry checked as the log checks it."""
    session = {"date": "2026-01-05", "endings": [one.model_dump() for one in ENDINGS], "items": []}
    given = {"session": session, "id": "play-1", "ending": ending, "records": records}
    return [LogEntry.model_validate(one) for one in run("log.entriesOf(given)", given)]


def record(shown, **changes):
    made = {"elapsed": 0, "state": "open", "pain": None, "goal": None, "basePct": 0, "partPct": 100, "baseSets": 0}
    return made | {"play": shown} | changes


def test_what_was_done_is_the_planned_dose_and_no_pain_is_guessed():
    [one] = entries(record(play(sets=2, reps=8, tempo_s=(2, 1, 3), rest_s=45), state="done"))
    assert (one.dose_done_pct, one.sets, one.reps, one.tempo, one.rest_s) == (100, 2, 8, "2-1-3", 45)
    assert one.pain_during is None


def test_what_was_skipped_is_not_in_the_log_and_what_was_begun_is_as_far_as_it_went():
    shown = play("st_hr_sl", side="left", **ONE_LEG)
    none, part = record(shown, state="skipped"), record(shown, state="skipped", elapsed=25)
    [one] = entries(none, part)
    assert (one.dose_done_pct, one.sets) == (50, 1)


def test_pain_of_one_leg_is_noted_of_that_leg_only():
    pain = {"score": 4, "site": "calf", "sharp": False, "side": "left"}
    left, right = entries(record(play("st_hr_dl"), state="done", pain=pain))
    assert (left.side, left.pain_during, left.pain_site) == ("left", 4, "calf")
    assert (right.side, right.pain_during) == ("right", None)


@pytest.mark.parametrize(("ending", "ease", "pain"), [("easy", 8, 0), ("hard", 2, 0), ("hurt", None, None)])
def test_the_last_answer_goes_to_every_exercise(ending, ease, pain):
    [one] = entries(record(play("st_hr_dl"), state="done"), ending=ending)
    assert (one.ease, one.pain_during) == (ease, pain)


@pytest.mark.parametrize("name", sorted(catalogue().exercises))
@pytest.mark.parametrize("level", [1, 2, 3])
def test_what_was_played_counts_as_time_under_tension_like_what_was_ticked(name, level):
    shown = play(name, level=level)
    [one] = entries(record(shown, state="done"))
    assert one.tut_s == pytest.approx(as_planned(SessionItem.model_validate(shown["item"]))["work_s"], abs=0.5)
    assert one.tut_s > 0


def test_half_an_exercise_is_half_its_time():
    shown = play("st_hr_sl", side="left", **ONE_LEG)
    [whole], [part] = entries(record(shown, state="done")), entries(record(shown, state="skipped", elapsed=25))
    assert part.work_s == whole.work_s / 2


SORE = {"score": 1, "site": "calf", "sharp": False, "side": "left"}


@pytest.mark.parametrize(
    ("changes", "goal"),
    [
        ({}, True),
        ({"goal": False}, False),
        ({"goal": None}, None),
        ({"state": "skipped", "elapsed": 25}, None),
        ({"pain": SORE}, None),
    ],
)
def test_the_answer_to_an_exercises_question_is_sent_if_it_was_done_in_full_without_pain(changes, goal):
    shown = play("st_hr_sl", side="left", ask="Did it go well?", **ONE_LEG)
    [one] = entries(record(shown, **({"state": "done", "goal": True} | changes)), ending="right")
    assert one.goal_met is goal


def test_what_the_rules_leave_takes_the_place_of_what_was_to_come():
    sore = {"score": 4, "site": "calf", "sharp": False, "side": "left"}
    now = record(play("st_hr_dl", sets=3, reps=8), pain=sore, elapsed=40)
    later, gone = record(play("mo_wall_slide")), record(play("nm_sl_floor"))
    state = {"records": [record(play("wu_circles"), state="done"), now, later, gone], "at": 1, "due": False}
    left = play("st_hr_dl", side="left", sets=1, reps=8), play("st_hr_dl", side="right", sets=2, reps=8)
    answer = {"left": left, "day": [play("wu_circles"), play("st_hr_dl"), play("mo_wall_slide", level=2)], "notes": []}
    made = run("log.withRules(given.state, given.answer, { hurt: true })", {"state": state, "answer": answer})
    assert [(one["play"]["item"]["exercise"], one["play"]["item"]["side"]) for one in made["records"]] == [
        ("wu_circles", "both"), ("st_hr_dl", "left"), ("st_hr_dl", "right"), ("mo_wall_slide", "both")
    ]  # fmt: skip
    assert [bool(one["pain"]) for one in made["records"]] == [False, True, False, False]
    assert made["records"][3]["play"]["item"]["level"] == 2
    assert made["records"][1]["baseSets"] == made["records"][2]["baseSets"] == 1


def test_what_was_not_done_after_all_is_no_entry():
    done = record(play(**ONE_LEG), state="done")
    assert len(entries(done)) == 1
    assert entries(run("log.notDone(given)", done)) == []


@pytest.mark.parametrize(
    ("pain", "said"),
    [
        (None, []),
        ({"score": 4, "site": "ankle_front", "side": "right"}, ["pain 4 of 10", "front of the right ankle"]),
        ({"score": 2, "site": "calf", "side": "both"}, ["pain 2 of 10", "calf"]),
    ],
)
def test_the_end_of_a_session_says_how_much_it_hurt_and_where(pain, said):
    given = {"session": {"places": places_by_side()}, "pain": pain}
    assert run("log.painWords(given.session, given.pain)", given) == said
    assert run("log.painWords({}, given.pain)", given) == said[:1]


def test_every_module_of_the_player_is_kept_for_offline_use():
    worker = (STATIC / "sw.js").read_text(encoding="utf-8")
    used = {one.stem for one in STATIC.glob("play*.js")}
    assert used == set(json.loads(re.search(r"const PLAYER = (\[.*?\])", worker)[1]))


@pytest.mark.parametrize(
    ("pain", "said"),
    [
        ({"score": 5, "sharp": False, "site": "calf"}, ""),
        ({"score": 6, "sharp": False, "site": "calf"}, "Strong or sharp pain in the calf"),
        ({"score": 0, "sharp": True, "site": "knee"}, "Strong or sharp pain, or limping: the session ends here"),
    ],
)
def test_the_browser_ends_a_session_where_the_rules_do(pain, said):
    found = run(
        "log.stopText(given.session, given.pain)", {"session": {"stop": stop_limits().model_dump()}, "pain": pain}
    )
    assert found.startswith(said)
    assert bool(found) is bool(said)


def test_pain_that_is_not_sent_yet_stays_whatever_the_log_has():
    def sore(score, since):
        return {"score": score, "site": "calf", "sharp": False, "side": "left", "since": since}

    shown = play("st_hr_dl")
    for since, logged, left in ((5, 1, 3), (5, 6, 6), (2, 1, 1), (2, None, None)):
        state = {"sent": 4, "records": [record(shown, pain=sore(3, since))]}
        entries = [{"exercise_id": "st_hr_dl", "side": "left", "pain_during": logged, "pain_site": "knee",
                    "sharp_or_limping": False}]  # fmt: skip
        made = run("log.withLogged(given.state, given.entries)", {"state": state, "entries": entries})
        assert (made["records"][0]["pain"] or {"score": None})["score"] == left
