"""CITATION.cff is what tools read: valid by the format's own schema, and of this version and licence.

`data/cff-1.2.0.schema.json` is the schema of the Citation File Format 1.2.0 (CC-BY-4.0, doi 10.5281/zenodo.5171937).
"""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

import dorsi

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((Path(__file__).parent / "data" / "cff-1.2.0.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def citation():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_is_valid(citation):
    jsonschema.Draft7Validator(SCHEMA).validate(citation)


def test_the_schema_refuses_a_citation_without_authors(citation):
    del citation["authors"]
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(citation)


def test_version_and_licence_are_those_of_the_package(citation):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (dorsi.__version__, project["license"])


def test_the_page_on_citing_says_the_same(citation):
    page = (ROOT / "docs" / "citing.md").read_text(encoding="utf-8")
    author = citation["authors"][0]["name"]
    assert f"{author}. *{citation['title']}* (version {citation['version']})" in page
    assert f"version = {{{citation['version']}}}" in page
    assert f"dorsi {citation['version']} (BlazePose" in page
