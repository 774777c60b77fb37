"""How right dorsi is: its numbers beside exact truth, from rendered clips and from motion capture."""

from dorsi.validation.foot import FootComparison, compare_foot, foot_tables
from dorsi.validation.real import real_scores, real_table
from dorsi.validation.score import score
from dorsi.validation.study import Validation, collect, validate
from dorsi.validation.truth_file import find_truths, has_truths
from dorsi.validation.writing import write

__all__ = [
    "FootComparison",
    "Validation",
    "collect",
    "compare_foot",
    "find_truths",
    "foot_tables",
    "has_truths",
    "real_scores",
    "real_table",
    "score",
    "validate",
    "write",
]
