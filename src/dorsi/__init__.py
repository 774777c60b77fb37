"""Ankle range from phone video, with its error bound.

Public names are loaded when they are first used, so that `import dorsi` stays quick:

>>> import dorsi
>>> analysis = dorsi.analyse("left.mp4")  # doctest: +SKIP
>>> analysis.session.measurement("peak_shank_inclination_deg", "left").value  # doctest: +SKIP
40.1
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Final

from dorsi.version import __version__

# ONNX Runtime 1.29 and later send usage data to their vendor, on Linux too, and dorsi asks for an earlier one. Where a
# later one is installed all the same, this variable stops it if it is set before the first import: so it stands here.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if TYPE_CHECKING:
    from dorsi import detectable, exchange, running, stats, synth, video
    from dorsi.arrays import to_xarray
    from dorsi.batch import FolderResult, measure_folder, squad_table
    from dorsi.clip_request import ClipRequest
    from dorsi.cycles import Cycles, time_normalise
    from dorsi.errors import DataError, DorsiError, ModelError, OptionError, RuleError, VideoError
    from dorsi.exporting import export
    from dorsi.gathering import as_analysis, gather
    from dorsi.intake.reading import read_intake
    from dorsi.loading import load, read_landmarks
    from dorsi.measuring import measure
    from dorsi.pipeline import analyse, assess
    from dorsi.programme import course, plan
    from dorsi.programme.facts.dated import change
    from dorsi.protocols import Protocol, movements
    from dorsi.protocols.measured import Measured
    from dorsi.repeating import Repeat, repeat
    from dorsi.results import save, save_joint
    from dorsi.schema.intake import Intake, TypedMeasurement
    from dorsi.schema.log import Change, Course, Log, LogEntry
    from dorsi.schema.plan import Plan
    from dorsi.schema.session import Assessment, Event, Measurement, Quality, Session
    from dorsi.settings import Settings
    from dorsi.store import Store
    from dorsi.tables import budget_table, events_table, landmarks_table, measurements_table, signals_table
    from dorsi.types import Analysis, Clip, Landmarks, Rep, Signals, Size, Step
    from dorsi.validation import validate

__all__ = [
    "Analysis",
    "Assessment",
    "Change",
    "Clip",
    "ClipRequest",
    "Course",
    "Cycles",
    "DataError",
    "DorsiError",
    "Event",
    "FolderResult",
    "Intake",
    "Landmarks",
    "Log",
    "LogEntry",
    "Measured",
    "Measurement",
    "ModelError",
    "OptionError",
    "Plan",
    "Protocol",
    "Quality",
    "Rep",
    "Repeat",
    "RuleError",
    "Session",
    "Settings",
    "Signals",
    "Size",
    "Step",
    "Store",
    "TypedMeasurement",
    "VideoError",
    "__version__",
    "analyse",
    "as_analysis",
    "assess",
    "budget_table",
    "change",
    "course",
    "detectable",
    "events_table",
    "exchange",
    "export",
    "gather",
    "landmarks_table",
    "load",
    "measure",
    "measure_folder",
    "measurements_table",
    "movements",
    "plan",
    "read_intake",
    "read_landmarks",
    "repeat",
    "running",
    "save",
    "save_joint",
    "signals_table",
    "squad_table",
    "stats",
    "synth",
    "time_normalise",
    "to_xarray",
    "validate",
    "video",
]

_HOMES: Final = {
    "dorsi.arrays": ("to_xarray",),
    "dorsi.batch": ("FolderResult", "measure_folder", "squad_table"),
    "dorsi.clip_request": ("ClipRequest",),
    "dorsi.cycles": ("Cycles", "time_normalise"),
    "dorsi.errors": ("DataError", "DorsiError", "ModelError", "OptionError", "RuleError", "VideoError"),
    "dorsi.exporting": ("export",),
    "dorsi.gathering": ("as_analysis", "gather"),
    "dorsi.intake.reading": ("read_intake",),
    "dorsi.loading": ("load", "read_landmarks"),
    "dorsi.measuring": ("measure",),
    "dorsi.pipeline": ("analyse", "assess"),
    "dorsi.programme": ("course", "plan"),
    "dorsi.programme.facts.dated": ("change",),
    "dorsi.protocols": ("Protocol", "movements"),
    "dorsi.protocols.measured": ("Measured",),
    "dorsi.repeating": ("Repeat", "repeat"),
    "dorsi.results": ("save", "save_joint"),
    "dorsi.schema.intake": ("Intake", "TypedMeasurement"),
    "dorsi.schema.log": ("Change", "Course", "Log", "LogEntry"),
    "dorsi.schema.plan": ("Plan",),
    "dorsi.schema.session": ("Assessment", "Event", "Measurement", "Quality", "Session"),
    "dorsi.settings": ("Settings",),
    "dorsi.store": ("Store",),
    "dorsi.tables": ("budget_table", "events_table", "landmarks_table", "measurements_table", "signals_table"),
    "dorsi.types": ("Analysis", "Clip", "Landmarks", "Rep", "Signals", "Size", "Step"),
    "dorsi.validation": ("validate",),
}
_MODULES: Final = ("detectable", "exchange", "running", "stats", "synth", "video")
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for."""
    if name in _MODULES:
        return import_module(f"dorsi.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dorsi' has no attribute '{name}'")
    value: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
