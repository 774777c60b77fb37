"""The page of a log and the page of a plan: self-contained, offline, strict about what they claim."""

import datetime as dt
import html
import re

import plans
import pytest

from dorsi.programme.logbook.course import course_lines
from dorsi.report.log.progress_view import progress_view
from dorsi.report.plan_page import render_plan
from dorsi.report.progress_page import render_progress
from dorsi.schema.log import Change, Course, CourseWeek, ItemState, Move, Series, Trend

DAYS = [dt.date(2026, 1, 5), dt.date(2026, 2, 2)]
NOTHING = "The change of 1.2 cm is less than the 2 cm this test can tell apart, so this is no detectable change."


def series(**more):
    usual = {"metric": "wblt_cm", "name": "knee to wall", "side": "left", "unit": "cm", "scale": "tape", "days": DAYS,
             "values": [6.6, 7.8], "mdc": 2, "sentence": NOTHING, "rule": "R70"}  # fmt: skip
    return Series.model_validate(usual | more)


def change():
    return Change(
        metric="wblt_cm", side="left", unit="cm", scale="tape", before=6.6, after=7.8, change=1.2, mdc=2,
        verdict="no_detectable_change", band_before="restricted", band_now="restricted", rule="R70", sentence=NOTHING,
    )  # fmt: skip


def week(number, done):
    return CourseWeek(number=number, first_day=DAYS[0], sessions_done=done, sessions_planned=4, tension_s=400)


@pytest.fixture(scope="module")
def course():
    return Course(
        person="bea </script><script>alert(1)</script>",
        until=DAYS[1],
        names={"mo_wall_slide": "Ankle wall slide"},
        moves=[
            Move(date=DAYS[0], exercise="mo_wall_slide", side="left", rule="R57", to="advance", level_before=1,
                 level_after=2, text="enough comfortable sessions: 8 kg instead of 5",
                 rule_text="enough comfortable sessions")
        ],
        states=[ItemState(exercise="mo_wall_slide", side="left", level=2, state="held")],
        adherence_frac=0.85,
        sessions_done=14,
        tension_s={"mo_wall_slide": 1200},
        tension_unknown=2,
        weeks=[week(1, 3), week(2, 4)],
        changes=[change()],
        series=[series(), series(metric="peak_shank_inclination_deg", name="shank lean", unit="deg", values=[29, 31.5],
                                 scale="camera_joint_centre", mdc=5)],
        trends=[Trend(side="left", weeks=[0, 4], values=[6.6, 7.8], sentence="2 points so far; a trend needs 4.")],
        checks_due=["video retest of the lunge on both sides"],
        rules_due=["R67"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(course):
    return render_progress(course)


def test_each_scale_has_a_figure_of_its_own(page):
    titles = re.findall(r"<h3>(.*?)</h3>\s*<svg", page)
    assert titles == [
        "Knee to wall, left",
        "Shank lean, left",
        "Sessions a week",
        "Working time a week",
    ]


def test_the_page_is_small(page):
    assert len(page) < 60_000


def test_the_page_says_what_can_be_said(page):
    for words in (
        NOTHING,
        "a trend needs 4",
        "the band stays restricted",
        "In the last 14 days you did 85% of the planned sessions.",
        "2 logged exercises without set details",
        "Ankle wall slide, left (level 1 to 2):",
        "level 2, held",
        "Video retest of the lunge",
        "not a medical device",
    ):
        assert words in page, words


def test_moves_of_a_day_that_say_the_same_are_one_line(course):
    moves = [
        Move(
            date=DAYS[0],
            exercise=name,
            side="left",
            rule="R55",
            to="hold",
            text="pain next morning not given",
            rule_text="pain next morning not given",
        )
        for name in ("mo_wall_slide", "st_hr_dl", "nm_sl_floor")
    ]
    same = course.model_copy(update={"moves": moves})
    [line] = progress_view(same).moves
    assert line.what.count("; ") == 2
    assert sum("pain next morning" in text for text in course_lines(same)) == 1


def test_days_are_in_words(page):
    assert "up to 2 Feb 2026" in page
    assert ">5 Jan 2026<" in page
    assert not re.search(r"\b2026-\d", page)


def test_one_value_or_one_week_is_a_sentence_and_no_chart(course):
    once = course.model_copy(update={"series": [series(days=DAYS[:1], values=[6.6])], "weeks": [week(1, 3)]})
    page = render_progress(once)
    assert "<li>Knee to wall, left: 6.6 cm on 5 Jan 2026. " in page
    assert "Week 1: 3 sessions done, 4 planned." in page
    assert '<svg class="drawn"' not in page


def test_the_grey_area_is_explained_only_where_one_is_drawn_and_a_band_is_a_rating(course, page):
    assert "grey area around the first value" in page
    one_day = course.model_copy(update={"series": [series(days=DAYS[:1], values=[9.0])]})
    assert "around the first value" not in render_progress(one_day)
    assert "band around" not in page


def test_weeks_without_a_session_are_a_sentence_and_no_empty_chart(course):
    weeks = [one.model_copy(update={"sessions_done": 0, "tension_s": 0.0}) for one in course.weeks]
    page = render_progress(course.model_copy(update={"weeks": weeks}))
    assert "Sessions a week" not in page
    assert re.search(r"No session in \d weeks; your programme asks for \d a week\.", page)


def test_safety_and_the_levels_are_folded(page):
    assert '<details class="fold safety" id="safety">' in page
    assert '<details class="fold" id="levels">' in page


def test_time_under_tension_that_nobody_noted_is_no_empty_chart(course):
    weeks = [one.model_copy(update={"tension_s": 0.0}) for one in course.weeks]
    page = render_progress(course.model_copy(update={"weeks": weeks}))
    assert "Working time a week" not in page
    assert "Sessions a week" in page


def test_a_rule_is_told_whole_and_without_the_step_of_one_exercise(course):
    ends = "sharp pain: the session ends here"
    stop = course.moves[0].model_copy(update={"rule": "R54", "to": "stop", "text": ends, "rule_text": ends})
    shown = progress_view(course.model_copy(update={"moves": [*course.moves, stop]}))
    assert dict(shown.rules) == {"R57": "Enough comfortable sessions.", "R54": "Sharp pain: the session ends here."}
    assert shown.moves[1].text == "Enough comfortable sessions: 8 kg instead of 5."


def test_a_rule_is_named_only_where_it_is_opened(page):
    closed = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bR\d\d", closed)
    assert ">R57<" in page


@pytest.mark.parametrize("word", ["improved", "better mobility", "% gain", "NaN"])
def test_the_page_claims_nothing_more(page, word):
    assert word not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def test_a_name_can_not_break_out_of_the_page(page):
    assert "<script>alert(1)" not in page
    assert page.count("<script>") == 1


def test_the_page_opens_no_connection_and_loads_nothing(page):
    policy = html.unescape(re.search(r'Security-Policy" content="([^"]*)"', page)[1])
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    own = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r'(src|href)="(?!#|data:)', own)
    assert "http" not in own.replace('http-equiv="', "")


def test_a_course_without_a_day_still_makes_a_page():
    text = render_progress(Course())
    assert "No measurement with a day yet." in text
    assert "No move yet." in text


def test_a_plan_has_a_page_of_its_own():
    text = render_plan(plans.plan())
    assert "<h1>Programme" in text
    assert "Heel raise off a step (right)" in text
    assert "not a medical device" in text


def test_the_page_of_a_stop_shows_no_exercise():
    text = render_plan(plans.stopped())
    assert "No programme today" in text
    assert "<article" not in text
