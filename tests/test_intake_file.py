"""A file of answers is read, or the message names what does not fit."""

from pathlib import Path

import pytest

from dorsi.errors import DataError
from dorsi.intake.reading import read_intake

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "intake_bea.yaml"


def test_the_sample_answers_are_read():
    assert read_intake(SAMPLE).person == "bea"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 1\n- 2\n", r"answers\.yaml: expected keys and values"),
        ("age_years: [", r"answers\.yaml: not valid YAML"),
        ("age_years: 34\nred_flags: []\nhistory: []\nshoe: 42\n", r"answers\.yaml: shoe: this key is not known here"),
        ("red_flags: []\nhistory: []\n", r"answers\.yaml: age_years: this key is missing"),
        ("age_years: yes\nred_flags: []\nhistory: []\n", r"answers\.yaml: age_years: a number is needed"),
        ("age_years: 34\nred_flags: []\nhistory: []\nfirst_step_pain: yes\n", r"first_step_pain.*a number is needed"),
        ("age_years: 34\nred_flags: [headache]\nhistory: []\n", r"answers\.yaml: red_flags\.0: .*headache"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, text, told):
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        read_intake(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere\.yaml: the answers cannot be read \(No such file"):
        read_intake(tmp_path / "nowhere.yaml")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(DataError, match="it's not a text file"):
        read_intake(path)
