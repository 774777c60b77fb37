"""The docs as a site: built strictly and whole, its links lead somewhere, and it loads nothing from outside."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urldefrag

import pytest

import dorsi

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CONFIG = ROOT / "zensical.toml"
LARGEST_PICTURES = 2_000_000  #: bytes, with the contact sheets of all pages
OUTSIDE = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
#: Elements whose address a browser fetches by itself; an <a> only leads there when it is clicked.
LOADED = {"audio", "embed", "iframe", "img", "link", "object", "script", "source", "track", "video"}
#: <link> that names an address without fetching it.
NOT_FETCHED = {"canonical", "next", "prev", "alternate", "edit"}


class Page(HTMLParser):
    """What a built page names: ids, addresses to click, addresses that are loaded."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.clicked, self.loaded = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note what an element names."""
        given = dict(attrs)
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        address = given.get("href") or given.get("src") or given.get("data")
        if address is None:
            return
        fetched = tag in LOADED and not (tag == "link" and set((given.get("rel") or "").split()) & NOT_FETCHED)
        (self.loaded if fetched else self.clicked).append(address)


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def named_pages(entries):
    for entry in entries:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else named_pages(value)


def test_every_page_of_the_docs_is_in_the_navigation_once():
    nav = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["project"]["nav"]
    assert sorted(named_pages(nav)) == sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))


def test_every_page_was_built(site):
    built = {path.relative_to(site).with_suffix(".md") for path in site.rglob("*.html")}
    assert {path.relative_to(DOCS) for path in DOCS.rglob("*.md")} <= built


def test_no_page_loads_anything_from_outside(pages):
    outside = {path.name: [a for a in page.loaded if OUTSIDE.match(a)] for path, page in pages.items()}
    assert {name: found for name, found in outside.items() if found} == {}


def test_no_style_sheet_loads_anything_from_outside(site):
    loads = re.compile(r"""(?:@import\s*["']?|url\(\s*["']?)((?:https?:)?//[^)"'\s]+)""")
    found = {path.name: loads.findall(path.read_text(encoding="utf-8")) for path in site.rglob("*.css")}
    assert found
    assert [addresses for addresses in found.values() if addresses] == []


def test_every_link_of_the_site_leads_to_a_file_and_a_place_in_it(site, pages):
    broken = []
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # shown at any address: its links begin at the site's root
        for address in (*page.clicked, *page.loaded):
            if OUTSIDE.match(address) or address.startswith(("mailto:", "data:", "javascript:", "http:", "https:")):
                continue
            there, anchor = urldefrag(address)
            target = (path.parent / unquote(there)).resolve() if there else path
            if not target.is_file():
                broken.append(f"{path.name}: {address}")
            elif anchor and target in pages and unquote(anchor) not in pages[target].ids:
                broken.append(f"{path.name}: {address} (no such place)")
    assert broken == []


def test_every_public_name_has_its_place_in_the_reference(pages):
    places = set().union(*(page.ids for path, page in pages.items() if path.parent.name == "reference"))
    values = {name: getattr(dorsi, name) for name in dorsi.__all__ if name != "__version__"}
    modules = {name: value for name, value in values.items() if isinstance(value, ModuleType)}
    inside = {f"dorsi.{name}.{one}" for name, module in modules.items() for one in getattr(module, "__all__", ())}
    assert {f"dorsi.{name}" for name in values.keys() - modules.keys()} - places == set()
    assert {name for name in inside if name.rpartition(".")[2].islower()} - places == set()


def test_the_pictures_are_light_and_shown():
    pictures = sorted((DOCS / "images").glob("*.*"))
    said = "".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))
    assert sum(path.stat().st_size for path in pictures) < LARGEST_PICTURES
    assert [path.name for path in pictures if f"images/{path.name}" not in said] == []
