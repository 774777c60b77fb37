"""Conditions have three answers; the quick way to one is the same as the way that gathers reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dorsi.errors import RuleError
from dorsi.programme.language.conditions import Condition, Fact, evaluate, outcome

NAMES = ("pain", "swollen", "places")
FACTS = st.fixed_dictionaries(
    {
        "pain": st.sampled_from([Fact(value=v) for v in (0, 3, 8)] + [Fact(missing="not asked"), Fact()]),
        "swollen": st.sampled_from([Fact(value=True), Fact(value=False), Fact(missing="not asked")]),
        "places": st.sampled_from(
            [Fact(value=frozenset()), Fact(value=frozenset({"calf"})), Fact(missing="not asked")]
        ),
    }
)
LEAVES = st.sampled_from(
    [
        {"fact": "pain", "at_least": 3, "unit": "score"},
        {"fact": "pain", "unknown": True},
        {"fact": "swollen", "is": True},
        {"fact": "places", "includes": "calf"},
        {"fact": "places", "any_given": False},
        "always",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.builds(
            lambda word, of: {word: of}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        ),
    ),
    max_leaves=8,
)


@given(TREES, FACTS)
def test_the_quick_answer_is_the_reasoned_one(tree, facts):
    condition = Condition.model_validate(tree)
    assert outcome(condition, facts) is evaluate(condition, facts).outcome


@pytest.mark.parametrize("answer", [outcome, evaluate])
def test_a_fact_without_a_source_is_an_error_of_the_rules(answer):
    with pytest.raises(RuleError, match="no source"):
        answer(Condition.model_validate({"fact": "pain", "unknown": True}), {})
