"""Results worked out step by step, each step as data with its formula, numbers and sources."""
