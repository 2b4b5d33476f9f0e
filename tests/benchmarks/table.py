"""The benchmark table: `python tests/benchmarks/table.py MEASURED.json docs/benchmarks.md`.

Times are the shortest of some rounds, in seconds; a ratio compares two times of the same run.
"""

import json
import sys
from pathlib import Path

# Group, what is measured, what it is compared with, and the ratio or seconds asked for.
ROWS = [
    ("three memos, HTML", "vtcost", "reference", None, "papermill and nbconvert, one command after another"),
    ("three memos, HTML", "vtcost", "floor", 1.6, "the same cells as plain scripts in one process"),
    ("one parameter changed, one memo", "vtcost", "floor", 1.6, "its cells as a plain script"),
    ("import", "vtcost", "reference", 1.15, "import pandas"),
    ("commands", "--help", "reference", None, "import pandas"),
    ("commands", "check", "reference", None, "import pandas"),
    ("342 municipalities x 10.000 scenarios", "vtcost", "reference", 2.0, "the bare product of NumPy"),
    ("bootstrap of 10.000 years, 18 municipalities", "vtcost", "reference", 3.0, "NumPy's multinomial draw alone"),
    ("all formats, all pages", "vtcost", None, 60.0, "seconds, on two cores"),
    ("make test", "vtcost", None, 180.0, "seconds, on two cores"),
]
HEAD = """# Benchmarks

`make bench` measures again and writes this table; nothing in it is typed by hand. Times are the shortest of some rounds
in seconds on two cores. A ratio compares two times of the same run, because machines differ.

| what | seconds | against | seconds | ratio | asked |
|---|---|---|---|---|---|
"""


def main(measured: str, out: str) -> None:
    """Write the table."""
    benchmarks = json.loads(Path(measured).read_text(encoding="utf-8"))["benchmarks"]
    fastest = {(one["group"], one["name"]): one["stats"]["min"] for one in benchmarks}
    lines = []
    for group, ours, other, asked, words in ROWS:
        own, against = fastest[group, ours], fastest.get((group, other))
        ratio = f"{own / against:.2f}" if against else ""
        named = group if ours == "vtcost" else f"{group}: {ours}"
        wanted = "" if asked is None else f"at most {asked:g}"
        lines.append(f"| {named} | {own:.3g} | {words} | {f'{against:.3g}' if against else ''} | {ratio} | {wanted} |")
    Path(out).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
