"""How right dorsi is: its numbers beside exact truth, from rendered clips and from motion capture."""

from dorsi.validation.score import score
from dorsi.validation.study import Validation, collect, validate
from dorsi.validation.truth_file import find_truths
from dorsi.validation.writing import write

__all__ = ["Validation", "collect", "find_truths", "score", "validate", "write"]
