"""Claims in the prose of the memos, each a computed check; those that fail are the findings (bevindingen)."""

import pandas as pd

from vtcost.claims.outcome import OUTCOMES, Outcome
from vtcost.data import Region, region_module

# How claims.csv marks what no memo says but a reviewer checks.
OWN = "Eigen controle: "
COLUMNS = ["memo", "place", "sentence", "outcome", "shown", "consequence", "unit", "severity"]
__all__ = ["OUTCOMES", "Outcome", "check", "findings", "gravest"]


def check(region: Region) -> pd.DataFrame:
    """Every claim of the region's memos with its outcome, what was computed, and its consequence.

    The claims stand in claims.csv, the checks in the module with the region's name; each claim has exactly one check.

    Returns
    -------
    DataFrame, index claim
        ``memo``, ``place``, ``sentence``, ``outcome`` (one of `OUTCOMES`), ``shown``, ``consequence``, ``unit``,
        ``severity`` (3 is gravest; 0 if the claim holds).
    """
    checks = region_module("claims", region.name).CHECKS
    # A region of the user's own has no memo whose sentences could be checked.
    table = region.tables.get("claims", pd.DataFrame(columns=["claim"])).set_index("claim")
    if set(checks) != set(table.index):
        odd = sorted(set(checks) ^ set(table.index))[0]
        raise ValueError(f"{region.name}: {odd} stands in claims.csv or in the checks, expected in both")
    rows = {}
    for name, row in table.iterrows():
        memo_values = region.as_printed(int(row["year"]))
        outcome = checks[name](memo_values)
        rows[name] = {
            **row[["memo", "place", "sentence"]],
            "outcome": outcome.verdict,
            "shown": outcome.shown,
            "consequence": outcome.consequence,
            "unit": row["unit"],
            "severity": int(row["severity"]) if outcome.verdict in ("fails", "open") else 0,
        }
    return pd.DataFrame(rows, index=COLUMNS).T


def findings(checked: pd.DataFrame) -> pd.DataFrame:
    """The claims that do not hold or cannot be checked, gravest first."""
    found = checked[checked["severity"] > 0]
    size = pd.to_numeric(found["consequence"]).abs().fillna(0)
    order = found.assign(size=size).sort_values(["severity", "size"], ascending=False, kind="stable")
    return order.drop(columns="size")


def gravest(checked: pd.DataFrame, number: int = 3) -> list[str]:
    """The gravest findings with a computed consequence, for the advice: what the memo says, and what we compute."""
    found = findings(checked)
    found = found[found["consequence"].notna()]
    return [f"{_said(row.sentence)} {row.shown}" for row in found.head(number).itertuples()]


def _said(sentence: str) -> str:
    """A claim of the memo, or a check of our own."""
    if sentence.startswith(OWN):
        own = sentence.removeprefix(OWN)
        return f"Wij vroegen: {own[:1].lower()}{own[1:].rstrip('.')}? Antwoord:"
    return f"De memo zegt: “{sentence.rstrip('.')}.” Wij zien:"
