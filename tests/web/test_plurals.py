"""Numbers and their nouns agree by one function for each language of the program, never by a choice beside the text."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "dorsi"
TEXTS = sorted(path for ending in ("*.html", "*.js") for path in PACKAGE.rglob(ending) if "vendor" not in path.parts)
#: "1 ? 'clip' : 'clips'" in a script, '"clip" if n == 1 else "clips"' in a template, and "clip(s)".
BY_HAND = re.compile(
    r"""===?\s*1\s*\?\s*["'`](\w+)["'`]\s*:\s*["'`]\1|["'](\w+)["']\s+if[^%}]*==\s*1\s+else\s+["']\2|\b\w{3,}\(s\)(?=[\s.<])""",
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_plural_is_made_by_hand(path):
    assert [found[0] for found in BY_HAND.finditer(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    ['${n} ${n === 1 ? "second" : "seconds"}', '{{ "clip" if n == 1 else "clips together" }}', "2 item(s) are left"],
)
def test_a_plural_by_hand_is_found(text):
    assert BY_HAND.search(text)


def test_one_of_a_thing_is_one_on_every_list(client):
    bea = f"/people/{client.post('/api/people', json={'name': 'Bea'}).json()['id']}"
    entry = {"date": "2026-01-05", "exercise_id": "mo_wall_slide", "level": 1}
    client.post(f"/api{bea}/log/entries", json=[entry])
    pages = ["/", "/people", bea, f"{bea}/log", f"{bea}/intake", f"{bea}/delete"]
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get(page).text) for page in pages)
    assert "1 exercise" in text
    assert (
        re.findall(r"(?<![\d.,])1 (?:clips|exercises|entries|sessions|questions|people|analyses|things)\b", text) == []
    )
