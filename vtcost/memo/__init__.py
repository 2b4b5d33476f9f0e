"""Memos: blocks, tables, charts and the page they make."""

from vtcost.memo.memo import head, keep, paper, parts, tally

__all__ = ["head", "keep", "paper", "parts", "tally"]
