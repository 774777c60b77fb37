"""A season of data: people, clips, measurements, plans, logs and failures."""

from dorsi.data_folder import data_folder
from dorsi.store.place import database_url
from dorsi.store.records import ChangeRecord, FailureRecord, Key, Made, PersonRecord, Removed, SessionRecord, TrendPoint
from dorsi.store.store import Store

__all__ = [
    "ChangeRecord",
    "FailureRecord",
    "Key",
    "Made",
    "PersonRecord",
    "Removed",
    "SessionRecord",
    "Store",
    "TrendPoint",
    "data_folder",
    "database_url",
]
