"""What is known of a runner, as facts that rules can ask for: measured, answered, logged, and this morning."""
