"""The language of rules: facts in a closed vocabulary, conditions on them, and what a rule can do."""
