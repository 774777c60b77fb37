"""Detectable changes: how much a number must change before the change is more than measuring error."""

from dorsi.detectable.own_file import detectable_changes, forget_own, own_path, save_own
from dorsi.detectable.table import PUBLISHED, DetectableChanges, Known, metric_of, published_table, why_not
from dorsi.schema.detectable_change import DetectableChange, OwnChange, OwnChanges

__all__ = [
    "PUBLISHED",
    "DetectableChange",
    "DetectableChanges",
    "Known",
    "OwnChange",
    "OwnChanges",
    "detectable_changes",
    "forget_own",
    "metric_of",
    "own_path",
    "published_table",
    "save_own",
    "why_not",
]
