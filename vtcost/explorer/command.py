"""The command that makes the memo with the parameters of the page: what is copied, and what the page itself runs."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path


def arguments(name: str, given: Mapping[str, str]) -> list[str]:
    """Arguments of `vtcost` for a region and its parameters.

    Examples
    --------
    >>> arguments("noord_holland_noord", {"budget": "9500000"})
    ['build', 'noord_holland_noord', '-p', 'budget', '9500000']
    """
    return ["build", name, *(part for pair in given.items() for part in ("-p", *pair))]


def line(name: str, given: Mapping[str, str]) -> str:
    """The command as it is typed in a shell; a value with a space or another odd character is quoted.

    Examples
    --------
    >>> line("zuid_holland_zuid", {"mix_of": "Realisatie 2023"})
    "vtcost build zuid_holland_zuid -p mix_of 'Realisatie 2023'"
    """
    return shlex.join(["vtcost", *arguments(name, given)])


def process(name: str, given: Mapping[str, str], out: Path) -> list[str]:
    """The same command as a process of this Python, without a shell; it writes into the folder `out`.

    With -P: a file in the folder of the user is no module of ours.
    """
    return [sys.executable, "-P", "-m", "vtcost.cli", *arguments(name, given), "--out", str(out)]
