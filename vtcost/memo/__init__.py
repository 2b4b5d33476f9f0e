"""Memos: blocks, tables, charts and the page they make."""

from vtcost.memo.memo import head, keep, parts, tally

__all__ = ["head", "keep", "parts", "tally"]
