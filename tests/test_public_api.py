"""The public names of dorsi, and what importing it costs."""

import json
import subprocess
import sys

import pytest

import dorsi

PUBLIC = [
    "Analysis", "Assessment", "Change", "Clip", "ClipRequest", "Course", "Cycles", "DataError", "DorsiError",
    "Event", "FolderResult", "Intake", "Landmarks", "Log", "LogEntry", "Measured", "Measurement", "ModelError",
    "OptionError", "Plan", "Protocol", "Quality", "Rep", "Repeat", "RuleError", "Session", "Settings",
    "Signals", "Size", "Step", "Store", "TypedMeasurement", "VideoError", "__version__", "analyse", "as_analysis",
    "assess", "budget_table", "change", "course", "detectable", "events_table", "exchange", "export", "gather",
    "landmarks_table", "load", "measure", "measure_folder", "measurements_table", "movements", "plan",
    "read_intake", "read_landmarks", "repeat", "running", "save", "save_joint", "signals_table", "squad_table", "stats",
    "synth", "time_normalise", "to_xarray", "validate", "video",
]  # fmt: skip
HEAVY = {
    "alembic", "av", "cv2", "jinja2", "matplotlib", "mediapipe", "numpy", "pandas", "pydantic", "rich", "scipy",
    "sqlalchemy", "typer", "yaml",
}  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    return set(json.loads(subprocess.check_output([sys.executable, "-c", code], text=True).splitlines()[-1]))


def test_the_public_names_are_exactly_these():
    assert dorsi.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_loads_and_has_a_docstring(name):
    value = getattr(dorsi, name)
    assert name == "__version__" or value.__doc__


def test_every_public_name_is_listed_by_dir():
    assert set(PUBLIC) <= set(dir(dorsi))


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        dorsi.analyze  # noqa: B018


def test_import_dorsi_loads_nothing_heavy():
    assert not HEAVY & loaded_by("import dorsi")


def test_dorsi_help_loads_no_video_model_or_array_package():
    shown = "import dorsi.cli\ntry:\n    dorsi.cli.app(['--help'])\nexcept SystemExit:\n    pass"
    assert not {"av", "cv2", "jinja2", "mediapipe", "numpy", "pydantic", "scipy"} & loaded_by(shown)


@pytest.mark.parametrize("package", ["pipeline", "protocols", "report"])
def test_the_statistics_of_scipy_are_loaded_only_where_a_clip_is_measured(package):
    """scipy.signal brings scipy.stats with it, which takes longer to load than all the rest."""
    assert not {"scipy.signal", "scipy.stats"} & loaded_by(f"import dorsi.{package}")
