"""Formulas: pure, and each written once for plain numbers, Series and quantities alike."""
