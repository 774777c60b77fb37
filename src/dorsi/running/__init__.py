"""A run beyond its steps: how much the body bobs and leans, how long the steps are, what changes from start to end.

Everything here is worked out from a result of `dorsi.analyse` or a stored one. The session's own numbers stay as they
are.
"""

from dorsi.running.body import body_measures
from dorsi.running.reference import AnkleReference, Beside, ankle_reference, beside_reference
from dorsi.running.trend import RunTrend, run_trends

__all__ = [
    "AnkleReference",
    "Beside",
    "RunTrend",
    "ankle_reference",
    "beside_reference",
    "body_measures",
    "run_trends",
]
