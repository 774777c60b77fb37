"""When: exercises over weeks and days, and the cards of the plan."""
