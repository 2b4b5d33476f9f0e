"""Inputs that no memo prints, recovered from what is printed: the values that data/ keeps with status `derived`."""
