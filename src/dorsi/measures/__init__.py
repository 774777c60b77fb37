"""What is known of every number: its name, meaning, unit and scale, what it is made of, and what a person can show.

The facts stand in measures.yaml, units.yaml and scales.yaml; everything that shows, exports or judges a number reads
them here.
"""

from dorsi.measures.doubts import better, doubt_words, doubts
from dorsi.measures.entries import Curve, Measure
from dorsi.measures.registry import (
    SIDE_NAMES,
    SIDE_OFFERS,
    bare,
    curves,
    difference_words,
    filmed_as,
    followed,
    is_named,
    known,
    label_of,
    made_from,
    markdown,
    meaning_of,
    measure_of,
    measures,
    more_of,
    noun_of,
    planes_of,
    problem_typed,
    typed,
)
from dorsi.measures.scales import scale_method, scale_words, scales
from dorsi.measures.units import CLOSE_UP, MINUS, Unit, stored_unit, unit_for, unit_of, unit_of_name, units

__all__ = [
    "CLOSE_UP",
    "MINUS",
    "SIDE_NAMES",
    "SIDE_OFFERS",
    "Curve",
    "Measure",
    "Unit",
    "bare",
    "better",
    "curves",
    "difference_words",
    "doubt_words",
    "doubts",
    "filmed_as",
    "followed",
    "is_named",
    "known",
    "label_of",
    "made_from",
    "markdown",
    "meaning_of",
    "measure_of",
    "measures",
    "more_of",
    "noun_of",
    "planes_of",
    "problem_typed",
    "scale_method",
    "scale_words",
    "scales",
    "stored_unit",
    "typed",
    "unit_for",
    "unit_of",
    "unit_of_name",
    "units",
]
