"""The page: safe, self-contained, honest."""

import base64
import hashlib
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import drawn
import plans
import pytest

from dorsi import report
from dorsi.report.clip.page import cards, clip_view
from dorsi.report.folder_page import joint_cards, norms_of
from dorsi.report.programme.plan_view import plan_view
from dorsi.report.render import Page, environment, render
from dorsi.report.text import words
from dorsi.schema.session import Measurement, Quality, Warn

FORBIDDEN = (
    "diagnos",
    "treat",
    "cure",
    "rehabilitat",
    "prevents injury",
    "injury risk",
    "abnormal",
    "dysfunction",
    "correct form",
    "ideal cadence",
    "guaranteed",
)
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>'


class Tags(HTMLParser):
    """Every start tag with its attributes, and the visible text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words, self._hidden = [], [], False
        self.feed(page)

    # The three methods are HTMLParser's own.
    def handle_starttag(self, tag, attributes):  # noqa: D102
        self.tags.append((tag, dict(attributes)))
        self._hidden = tag in {"script", "style"}

    def handle_endtag(self, _tag):  # noqa: D102
        self._hidden = False

    def handle_data(self, data):  # noqa: D102
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self):  # noqa: D102
        return " ".join(" ".join(self.words).split())


def page_of(analysis, plan=None):
    view = clip_view(analysis, anchor="clip")
    made = Page(
        title=view.title,
        person=analysis.session.person,
        clips=(view,),
        cards=view.cards,
        differences=(),
        plan=None if plan is None else plan_view(plan),
    )
    return render(made)


def test_the_page_names_no_address_but_data(lunge, plan):
    for _, attributes in Tags(page_of(lunge, plan)).tags:
        for name in ("src", "href", "poster", "action", "srcset"):
            value = attributes.get(name, "#")
            assert value.startswith(("#", "data:")), value


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(lunge):
    page = page_of(lunge)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_no_element_carries_a_style_or_a_handler(lunge, plan):
    for tag, attributes in Tags(page_of(lunge, plan)).tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


@pytest.mark.parametrize("where", ["person", "reason", "warning", "provenance", "void"])
def test_names_and_texts_can_not_inject_markup(tmp_path, where):
    quality = Quality(
        view="side",
        yaw_deg=None,
        roll_deg=None,
        facing=None,
        near_side="left",
        found_frac=1.0,
        warnings=[Warn(code="x", text=HOSTILE, tip=HOSTILE)] if where == "warning" else [],
    )
    events = [drawn.stored(rep) for rep in drawn.events()]
    changes = {
        "person": {"person": HOSTILE},
        "reason": {"measurements": [*drawn.lunge_measurements()[:1], hidden(reason=HOSTILE)]},
        "warning": {"quality": quality},
        "provenance": {"provenance": {HOSTILE: HOSTILE}},
        "void": {"events": [events[1].model_copy(update={"void_reasons": [HOSTILE]})]},
    }
    page = page_of(drawn.analysis(tmp_path / "clip.mp4", **changes[where]))
    assert "alert(" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_clip_name_can_not_inject_markup(tmp_path):
    page = page_of(drawn.analysis(tmp_path / "<img src=x onerror=alert(1)>.mp4"))
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page


def hidden(reason="the right leg is hidden"):
    return Measurement(
        name="peak_shank_inclination_deg",
        side="right",
        value=None,
        unit="deg",
        scale="camera_joint_centre",
        n=0,
        status="not_measured",
        reason=reason,
    )


def test_no_template_marks_a_value_of_the_user_as_safe():
    loader = environment().loader
    marked = {
        name: re.findall(r"\{\{\s*([^}]*\|\s*safe)", loader.get_source(environment(), name)[0])
        for name in loader.list_templates()
    }
    own = ["style|safe", "script|safe"]  # dorsi's own files, never a value
    drawn_by_dorsi = ["choice.picture|safe"]
    assert {name: found for name, found in marked.items() if found} == {
        "base.html": own,
        "film_again.html": ["guide.picture|safe", "guide.frames|safe"],
        "question.html": drawn_by_dorsi,
        "squad.html": own,
    }


def test_the_page_never_says_nan_or_none(lunge, plan):
    text = Tags(page_of(lunge, plan)).text
    assert not re.search(r"\b(nan|NaN|None|inf)\b", text)


def test_words_that_promise_too_much_are_absent(lunge, plan, rendered):
    for page in (page_of(lunge, plan), page_of(rendered.run())):
        text = Tags(page).text.lower()
        assert [word for word in FORBIDDEN if word in text] == []


@pytest.mark.parametrize(
    "line",
    [
        "not a medical device",
        "does not rule out",
        "above 5 of 10",
        "95 % interval",
        "not injury thresholds",
        "Weeks, not days",
    ],
)
def test_every_report_carries_the_safety_lines(lunge, line):
    assert line in Tags(page_of(lunge)).text


def test_a_card_shows_number_bound_band_and_confidence(lunge):
    card = cards(lunge.session)[0]
    assert (card.number, card.symbol, card.bound, card.reading.text) == (
        "36.0",
        "°",
        "± 2.5°",
        "adequate, close to the limit",
    )
    assert card.statement.startswith(
        "Confidence: medium, from 1 valid repetition, camera angle good (3.0° from side-on)"
    )


def test_a_side_without_a_number_gives_its_reason_and_comes_last(lunge):
    last = cards(lunge.session)[-1]
    assert last.side == "right"
    assert last.reason == "The right leg is hidden behind the left."


def test_a_minor_sees_no_adult_bands(lunge):
    assert all(card.reading is None for card in cards(lunge.session, norms=norms_of(plans.stopped("adults_only"))))


def test_running_angles_carry_lower_confidence(rendered):
    by_label = {card.label: card for card in cards(rendered.run().session)}
    assert by_label["Ankle bend in stance"].low_confidence
    assert not by_label["Cadence"].low_confidence
    assert by_label["Ankle bend in stance"].reading is None


def test_footage_without_a_movement_says_so_and_gives_no_number(tmp_path):
    analysis = drawn.analysis(tmp_path / "hand.mp4", movement="unknown", measurements=[], events=[])
    text = Tags(page_of(analysis)).text
    assert "Not measured" in text
    assert "°" not in text.split("How it was measured")[0]


def test_a_stop_shows_no_exercise(lunge):
    text = Tags(page_of(lunge, plans.stopped())).text
    assert "No programme today" in text
    assert "needs an examination first" in text
    assert "Wall slide" not in text


def test_the_joint_page_shows_each_measured_side_once(lunge, tmp_path):
    right = Measurement(**(drawn.lunge_measurements()[0].model_dump() | {"side": "right", "value": 30.0}))
    other = drawn.analysis(tmp_path / "right.mp4", measurements=[right])
    views = [clip_view(a, anchor=f"clip{i}") for i, a in enumerate((lunge, other))]
    assert [(card.side, card.reason) for card in joint_cards(views)] == [("left", ""), ("right", "")]


@pytest.mark.parametrize(
    ("detectable", "difference_deg", "text"),
    [
        (True, 9.9, "The left ankle bends 9.9° ± 3.7° more than the right."),
        (True, -9.9, "The right ankle bends 9.9° ± 3.7° more than the left."),
        (False, 1.2, "No detectable difference: 1.2° ± 3.7°, left minus right."),
    ],
)
def test_a_side_difference_is_told_with_its_bound(lunge, detectable, difference_deg, text):
    made = drawn.assessment_of([lunge], detectable=detectable, difference_deg=difference_deg)
    assert words.difference_text(made.differences[0]) == text


def test_a_report_holds_its_video_and_needs_no_other_file(lunge, tmp_path):
    report.write(lunge, None, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    embedded = base64.b64decode(re.search(r'src="data:video/mp4;base64,([^"]+)"', page)[1])
    assert embedded == (tmp_path / "overlay.mp4").read_bytes()


def test_without_overlay_no_video_is_written_but_the_stills_remain(lunge, tmp_path):
    report.write(lunge, None, tmp_path, overlay=False)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not (tmp_path / "overlay.mp4").exists()
    assert "<video" not in page
    assert "data:image/jpeg" in page


def test_two_reports_of_one_analysis_are_equal(lunge, tmp_path):
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        report.write(lunge, None, tmp_path / name)
        pages.append((tmp_path / name / "report.html").read_bytes())
    assert pages[0] == pages[1]


def test_the_joint_page_holds_every_clip_and_one_programme(lunge, plan, tmp_path):
    other = drawn.analysis(tmp_path / "right.mp4")
    path = tmp_path / "joint.html"
    report.write_joint([lunge, other], drawn.assessment_of([lunge, other]), plan, path)
    page = path.read_text(encoding="utf-8")
    assert page.count("<video") == 2
    assert page.count('id="programme"') == 1
    ids = [attributes["id"] for _, attributes in Tags(page).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_headings_do_not_skip_a_level(lunge, plan, tmp_path):
    other = drawn.analysis(tmp_path / "right.mp4")
    path = tmp_path / "joint.html"
    report.write_joint([lunge, other], drawn.assessment_of([lunge, other]), plan, path)
    levels = [int(tag[1]) for tag, _ in Tags(path.read_text(encoding="utf-8")).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_value_that_was_not_seen_is_null_in_the_tracks(lunge):
    lunge.signals.shank_inclination_deg[3:6, 0] = math.nan
    assert "NaN" not in page_of(lunge)


def test_a_joint_page_takes_over_the_videos_of_its_clips_and_draws_none_where_there_is_none(tmp_path, lunge):
    other = drawn.analysis(tmp_path / "right.mp4")
    with_video, without = tmp_path / "with", tmp_path / "without"
    for folder, overlay in ((with_video, True), (without, False)):
        folder.mkdir()
        report.write(lunge, None, folder, overlay=overlay)
    path = tmp_path / "joint.html"
    assessment = drawn.assessment_of([lunge, other])
    report.write_joint([lunge, other], assessment, None, path, written=[with_video, without])
    video = base64.b64encode((with_video / "overlay.mp4").read_bytes()).decode()
    page = path.read_text()
    assert page.count(video) == 1
    assert page.count("data:video/mp4") == 1


def close_call(lunge):
    asked = Warn(code="movement_close", text="This was measured as a lunge. Could it be a squat?", tip="Name it.")
    quality = lunge.session.quality.model_copy(update={"warnings": [asked], "movement_runner_up": "squat"})
    return replace(lunge, session=lunge.session.model_copy(update={"quality": quality}))


def test_two_movements_that_both_fit_are_asked_about_once_with_a_picture_of_each(lunge):
    page = page_of(close_call(lunge))
    choices = page[page.index('class="choices"') : page.index("</aside>")]
    assert choices.count("<svg") == 2
    assert page.count("Could it be a squat?") == 1


def test_no_question_is_asked_where_one_movement_fits(lunge):
    assert clip_view(lunge, anchor="clip").question is None
