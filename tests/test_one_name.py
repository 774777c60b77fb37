"""One name means one thing: no two modules of dorsi define a class of the same name."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
#: Names that stand in two places for users already: in a public module, and in the JSON Schema of the programme.
PUBLISHED_TWICE = {
    "Retest": {"dorsi.schema.plan_remarks", "dorsi.stats.retest"},  # a check in the calendar; a test-retest table
    "SideDifference": {"dorsi.schema.plan_remarks", "dorsi.stats.sides"},  # of one programme; a statistic
    "Step": {"dorsi.schema.plan", "dorsi.types"},  # an exercise moves up a level; a foot's contact with the ground
}


def homes():
    """Return the modules that define each class name, nested classes included."""
    found = defaultdict(set)
    for path in (SOURCE / "dorsi").rglob("*.py"):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].add(module)
    return found


def test_no_class_name_stands_for_two_things():
    """A new class with a taken name fails here, and so does a name that is no longer published twice."""
    assert {name: where for name, where in homes().items() if len(where) > 1} == PUBLISHED_TWICE
