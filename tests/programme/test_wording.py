"""Words to avoid appear in no data file, template or output (research pack, section 6)."""

import re
from pathlib import Path

import pytest
from casework import CASES, plan_of, read

import dorsi
from dorsi.programme import as_calendar, as_markdown, explain

PACKAGE = Path(dorsi.__file__).parent
WORDS = re.compile(
    r"\b(diagnos\w*|(?<!un)treat(s|ed|ing|ment|ments)?|cure[sd]?|curing|fix(es|ed|ing)?|rehabilitat\w*|"
    r"prevent(s|ed|ing)?\s+injur\w*|injury\s+risk\s+score|abnormal\w*|dysfunction\w*|correct\s+form|ideal\s+cadence|"
    r"guarantee[ds]?)\b",
    re.IGNORECASE,
)
DATA_FILES = sorted(
    path for pattern in ("*.yaml", "*.html", "*.jinja", "*.j2", "*.css", "*.js") for path in PACKAGE.rglob(pattern)
)
#: What is no sentence of dorsi's own: words of style sheets, and the addresses of sources.
STYLE_WORDS = re.compile(r"https?://[^\s\"]+|position:\s*fixed|table-layout:\s*fixed|toFixed|fixed;")
PAGES = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("text", ["treated", "Cured!", "fixes", "diagnosis", "prevents injury", "Guaranteed"])
def test_the_pattern_finds_words_to_avoid(text):
    assert WORDS.search(text)


@pytest.mark.parametrize("text", ["untreated", "secure", "prefix", "procured", "normal", "retreat", "fixture"])
def test_the_pattern_leaves_other_words_alone(text):
    assert not WORDS.search(text)


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_data_file_or_template_holds_a_word_to_avoid(path):
    text = STYLE_WORDS.sub("", path.read_text(encoding="utf-8"))
    assert not WORDS.search(text), WORDS.search(text)


@pytest.mark.parametrize("page", ["rules.md", "coverage.md"])
def test_no_generated_page_holds_a_word_to_avoid(page):
    assert not WORDS.search((PAGES / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("[CT]*.yaml")))
def test_no_output_holds_a_word_to_avoid_and_every_plan_carries_the_safety_lines(name):
    case = read(name)
    case["intake"] = (case.get("intake") or {}) | {"start_date": "2026-01-05"}
    plan = plan_of(case)
    lines = [line for item in plan.items for line in explain(plan, item.exercise)]
    texts = [as_markdown(plan), as_calendar(plan), plan.model_dump_json(), "\n".join(lines)]
    assert not [found for text in texts if (found := WORDS.search(text))]
    assert all(line in texts[0] for line in plan.safety.lines)
    assert "not a medical device" in texts[0]


def test_the_safety_lines_say_all_nine_things():
    lines = plan_of({"measure": {"wblt_cm": [12, 12]}}).safety.lines
    said = ["not a medical device", "does not replace", "Stop rule", "estimate", "not injury thresholds", "1 to 2 cm"]
    said += ["Weeks", "left out", "Your data"]
    assert [word for word, line in zip(said, lines, strict=True) if word not in line] == []
