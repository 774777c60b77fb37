"""Statistics of measurement: how well numbers repeat, how much must change before it counts, left against right.

Formulas are those of the papers named in each docstring; intraclass correlations come from pingouin
(`pip install 'dorsi[research]'`).
"""

from dorsi.stats.agreement import Agreement, bland_altman
from dorsi.stats.curves import cmc, normalised
from dorsi.stats.reliability import Interval, icc, mdc95, sem, sem_from_icc
from dorsi.stats.retest import Retest, own_changes, retests
from dorsi.stats.sides import SideDifference, side_difference

__all__ = [
    "Agreement",
    "Interval",
    "Retest",
    "SideDifference",
    "bland_altman",
    "cmc",
    "icc",
    "mdc95",
    "normalised",
    "own_changes",
    "retests",
    "sem",
    "sem_from_icc",
    "side_difference",
]
