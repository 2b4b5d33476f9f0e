"""Memos: blocks, tables, charts and the page they make."""
