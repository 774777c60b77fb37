"""Statistics of measurement: how well numbers repeat, how much must change before it counts, left against right.

Formulas are those of the papers named in each docstring.
"""

from dorsi.stats.agreement import Agreement, bland_altman
from dorsi.stats.clustered import ClusteredAgreement, clustered_agreement
from dorsi.stats.components import Components, variance_components
from dorsi.stats.curves import cmc, normalised
from dorsi.stats.reliability import Interval, icc, mdc95, mdc95_interval, sem, sem_from_icc, sem_interval
from dorsi.stats.retest import Retest, own_changes, retests
from dorsi.stats.sides import SideDifference, side_difference

__all__ = [
    "Agreement",
    "ClusteredAgreement",
    "Components",
    "Interval",
    "Retest",
    "SideDifference",
    "bland_altman",
    "clustered_agreement",
    "cmc",
    "icc",
    "mdc95",
    "mdc95_interval",
    "normalised",
    "own_changes",
    "retests",
    "sem",
    "sem_from_icc",
    "sem_interval",
    "side_difference",
    "variance_components",
]
