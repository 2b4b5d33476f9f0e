"""Loaded before any plugin: keeps a second of unused grammar building out of `import nbformat`."""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
