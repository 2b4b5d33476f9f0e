"""A result worked out step by step: formula, the numbers filled in, the value, where each number comes from."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One step of a calculation. Labels and formulas are in Dutch: they are shown to readers of the memo."""

    label: str
    formula: str
    filled: str
    value: float
    unit: str
    sources: list[str] = field(default_factory=list)


def source_of(statuses: dict[str, str], sources: dict[str, str], *names: str, about: str = "") -> list[str]:
    """Sources, with their status, of the inputs whose name starts with one of the names and ends as `about` says."""
    found = [name for name in sources if name.startswith(names) and name.endswith(about)]
    return sorted({f"{sources[name]} [{statuses[name]}]" for name in found})
