"""Recovering what a memo left out from what it prints: general methods, each with its error and uniqueness."""
