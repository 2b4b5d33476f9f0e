"""Small counts: what the prints reveal, from which rounding they no longer do, and that no output holds a count."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pikepdf
import pytest

from tests.command import run
from tests.conftest import ROOT
from tests.interface.test_pdf import Printed
from vtcost.data import Region, region_names
from vtcost.exploration import attacks, small_counts
from vtcost.exploration import small_counts_advice as ways
from vtcost.formulas.keys import shares
from vtcost.memo.blocks import MIME
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as nhn_views
from vtcost.protection import case_value, possible, rounded
from vtcost.reconstruction import attack
from vtcost.reconstruction.attack import Knowledge, made_up, recovered, success, values_by_region, values_left
from vtcost.reconstruction.counts import near_integers, smallest_total
from vtcost.recovered import noord_holland_noord as solved

REGION = "noord_holland_noord"
NOTEBOOK = ROOT / "notebooks" / "kleine_aantallen.ipynb"
ALL = Knowledge(weight=True, total=True, inhabitants=True)
NONE = Knowledge()


@pytest.fixture(scope="module")
def one() -> small_counts.Situation:
    return small_counts.situation(Region.open(REGION))


@pytest.fixture(scope="module")
def drawn(one):
    return attacks.regions(one)


# What amounts reveal


def test_one_case_is_worth_the_amount_by_cases_over_the_cases(one):
    """9.443.808 euro, half by cases, 3.233 cases: 1.460,53 euro."""
    assert one.value == pytest.approx(9_443_808 / 2 / 3233)
    one_more = (one.counts["Texel"] + 1) / one.total - shares(one.counts)["Texel"]
    assert case_value(one.amount, one.total) == pytest.approx(one.amount * one_more)


@pytest.mark.parametrize("attacker", attacks.ATTACKERS.values(), ids=attacks.ATTACKERS)
def test_the_attack_succeeds_at_one_euro_and_fails_at_three_thousand(drawn, attacker):
    """Half of 3.000 is 1,03 cases, twice the half that rounding to a whole one forgives."""
    assert success(drawn, 1, attacker)["regions"] == 1
    assert success(drawn, 3_000, attacker)["regions"] == 0


def test_at_two_thousand_euro_a_region_is_still_found(drawn):
    """So the first step at which the attack fails is 3.000, not 2.000: half of 2.000 is 0,68 of a case."""
    assert success(drawn, 2_000, ALL)["regions"] > 0


def test_at_a_thousand_euro_who_knows_all_still_finds_nearly_all(drawn):
    """Half of 1.000 is a third of a case: each count comes out, but where the total is shared out anew."""
    assert success(drawn, 1_000, ALL)["counts"] > 0.99
    assert success(drawn, 1_000, NONE)["regions"] < 0.05


def test_the_stated_roundings_are_those_of_the_tables(drawn):
    """Contributions alone: 10.000 / 1.460,53 = 6,8, so at least 6 counts. With five tables nobody is safe at 50.000."""
    found, (mean, few) = attacks.outcomes(drawn), attacks.left(drawn)
    assert attacks.fails_at(found).max() == attacks.fails_at(found)[attacks.EVERYTHING] == 3_000
    hides = attacks.hides_at(few)
    assert hides["amounts"] == 10_000
    assert hides[["tables", "counts", "both"]].isna().all()
    assert values_by_region(drawn, 10_000, [0.5]).min() >= small_counts.BASE
    said = " ".join([attacks._hidden(hides, few), *attacks.failures(found)])
    assert "geen enkele geprobeerde afronding genoeg" in said
    assert "vindt bij €\xa03.000 geen enkele regio meer helemaal" in said
    assert attacks.hides_nothing_to(mean) == 1_000


def test_a_mean_that_leaves_enough_is_no_protection(drawn):
    """Five tables to 50.000 euro leave 19,8 counts on average, but one where the roundings happen to meet."""
    left = values_by_region(drawn, 50_000, [0.3, 0.4, 0.5, 0.6, 0.7])
    assert left.mean() > 3 * small_counts.BASE
    assert left.min() == 1
    few = attacks.left(drawn)[1].loc["50.000 euro", "tables"]
    assert few == pytest.approx((left < small_counts.BASE).mean())
    assert few > 0.1


def test_who_is_found_by_nobody_is_said_plainly():
    """An attacker who finds no region at the finest step fails everywhere; no step is said to be where it begins."""
    rates = pd.Series(0.0, index=[attacks.label(unit) for unit in attacks.UNITS])
    assert attacks._failure("Niets", 1.0, rates) == "Wie niets weet, vindt de aantallen ook bij hele euro's niet."
    assert "elke geprobeerde afronding" in attacks._failure("Alles", float("nan"), rates)


def test_the_tables_of_a_transition_are_only_said_to_need_more_if_they_do():
    few = pd.DataFrame({"amounts": [0.0], "tables": [0.0]})
    same = attacks._hidden(pd.Series({"amounts": 10_000.0, "tables": 10_000.0}), few)
    more = attacks._hidden(pd.Series({"amounts": 10_000.0, "tables": 50_000.0}), few)
    assert "pas" not in same
    assert "pas bij €\xa050.000" in more


def test_the_work_of_the_attack_is_bounded():
    """A region ten times as large: at most 5.001 totals are tried, and fewer regions are made up."""
    for total, members in ((3_233, 18), (30_000, 30), (300_000, 60)):
        work = attacks.trials(total, members) * len(attack._around(total)) * members
        assert work <= max(attacks.WORK * 1.01, attacks.FEWEST * 5_001 * members)
        assert total in attack._around(total)
    assert attacks.trials(3_233, 18) == 200


def test_the_printed_amounts_themselves_give_the_counts():
    """The attack on the memo's own print finds what `recovered` finds, with the final inhabitants of CBS."""
    region = Region.open(REGION)
    before, budget, weight = solved.printed(region)
    people = region.measure("population", model.TABLE_YEAR)
    counts = solved.cases(region)
    real = made_up(people, int(counts.sum()), budget, weight, noise=0, trials=1, seed=0)
    real.counts[0], real.used[0] = counts, region.measure("population_memo", model.TABLE_YEAR)
    assert (np.round(real.exact[0]) == before).all()
    assert (recovered(real, 1, NONE)[0] == counts).all()


def test_an_interval_holds_the_amount_over_the_value_of_a_case(drawn, one):
    """10.000 / 1.460,53 = 6,85 counts on average; five tables leave fewer, and never the truth out."""
    left = values_left(drawn, 10_000, [0.5])
    assert left.mean() == pytest.approx(10_000 / one.value, rel=0.02)
    assert (values_left(drawn, 10_000, [0.3, 0.4, 0.5, 0.6, 0.7]) < left).all()
    assert (values_left(drawn, 1, [0.3, 0.4, 0.5, 0.6, 0.7], base=5) == 1).all()
    assert (values_left(drawn, 0, [], base=5) == 5).all()


def test_exact_shares_in_the_results_give_the_counts_away():
    """results.csv keeps six decimals: the smallest total that makes all eighteen whole is the true one."""
    region = Region.open(REGION)
    results = model.results(region)
    parts = results[(results["model"] == "key") & (results["component"] == "part_cases")]
    table = near_integers(shares(parts.set_index("municipality")["value"].round(6)), range(100, 5_000))
    assert smallest_total(table, 0.01) == solved.cases(region).sum()


def test_the_draws_are_the_same_each_time(one, drawn):
    again = attacks.regions(one)
    assert (again.counts == drawn.counts).all()
    assert (again.used == drawn.used).all()


@pytest.mark.parametrize(("weight", "total"), [(1.0, 10), (-0.1, 10), (0.5, 0)])
def test_a_situation_without_counts_is_refused(weight, total):
    with pytest.raises(ValueError, match=r"weight|total"):
        made_up(pd.Series({"a": 10, "b": 20}), total, 100, weight, noise=0, trials=1, seed=0)


# What is printed instead


@pytest.mark.parametrize("name", region_names())
def test_contributions_are_the_same_bits_with_and_without_protection(name):
    region = Region.open(name)
    one = small_counts.situation(region)
    before = one.contribution(one.counts).to_numpy().tobytes()
    shown = small_counts.protected_print(one)
    assert shown["contribution"].to_numpy().tobytes() == before
    assert one.contribution(one.counts).to_numpy().tobytes() == before


def test_protecting_leaves_the_contributions_of_the_memo_as_they_are(one):
    """Exact counts give what the model gives from the shares in data/, to a thousandth of a cent."""
    region = Region.open(REGION)
    due = model.allocation(model.read(region))["contribution"]
    assert (small_counts.protected_print(one)["contribution"] - due).abs().max() < 1e-2
    model_bits = due.to_numpy().tobytes()
    small_counts.key_table(region, protect_counts=True)
    assert model.allocation(model.read(region))["contribution"].to_numpy().tobytes() == model_bits


def test_the_protected_print_is_rounded_and_its_shares_follow_from_it(one):
    shown = small_counts.protected(one)
    assert (shown.printed % small_counts.BASE == 0).all()
    assert (possible(shown)["values"] >= small_counts.BASE).all()
    texts = small_counts.protected_print(one)
    assert texts.loc["Texel", "cases"] == str(int(rounded(one.counts["Texel"], small_counts.BASE)))
    assert texts.loc["Texel", "share"] == f"{shown.printed['Texel'] / shown.total * 100:.1f}\u00a0%".replace(".", ",")


def test_the_protected_key_leaves_out_what_gives_the_counts_away():
    region = Region.open(REGION)
    table = small_counts.key_table(region, protect_counts=True)
    assert list(table) == ["inhabitants", "share_inhabitants", "cases", "share"]
    exact = small_counts.key_table(region, protect_counts=False)
    pd.testing.assert_frame_equal(exact, nhn_views.key_table(region))


def test_new_counts_are_rounded_in_the_protected_key(tmp_path):
    """Given counts as well: not one of them, and no share from which it follows."""
    counts = overlay(tmp_path)
    table = small_counts.key_table(Region.open(REGION, tmp_path), protect_counts=True)
    assert leaks({"key": table.to_csv(sep=" ")}, counts) == []
    assert table.loc["Texel", "cases"] == f"{rounded(counts['Texel'], 5):,.0f}".replace(",", ".")


def test_a_key_of_rounded_counts_changes_no_contribution_more_than_was_said(one):
    """At most half of five cases each, and what the total then differs."""
    table = ways.remedies(one, 10_000)
    fives = table.iloc[1]
    other = one.contribution(rounded(one.counts, small_counts.BASE))
    assert (other - one.contribution(one.counts)).abs().max() == pytest.approx(fives["largest"])
    assert other.sum() == pytest.approx(one.contribution(one.counts).sum())
    assert fives["largest"] < 2.5 * one.value


@pytest.mark.parametrize("name", region_names())
def test_every_region_has_its_finding(name):
    found = {name: small_counts.situation(Region.open(name))}
    (sentence,) = small_counts.findings(found)
    says = {
        "noord_holland_noord": "zijn terug te rekenen",
        "gelderland_midden": "kosten, geen aantallen",
        "zuid_holland_zuid": "niets terug te rekenen",
    }
    assert says.get(name, ":") in sentence


# No count in any output


def overlay(folder: Path) -> dict[str, int]:
    """Made-up counts of five digits, so that none stands in an output by chance."""
    with (ROOT / "data" / REGION / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "closed_cases"]
    random = np.random.default_rng(5)
    for row in rows:
        row |= {"value": str(random.integers(60_001, 99_999)), "unit": "cases", "status": "assumed"}
        row |= {"source": "test", "derived_from": "", "note": ""}
    path = folder / REGION / "measures.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    counts = {row["municipality"]: int(row["value"]) for row in rows}
    return {**counts, "total": sum(counts.values())}


def written(number: int) -> re.Pattern:
    """A whole number as it may be written: 60413, 60.413, 60,413, 60 413; not as a part of another number."""
    forms = [re.escape(f"{number:,}".replace(",", mark)) for mark in ("", ".", ",", " ", "\u00a0", "\u202f")]
    return re.compile(rf"(?<![0-9A-Za-z.,])(?:{'|'.join(forms)})(?![0-9A-Za-z]|[.,][0-9])")


def text(path: Path) -> str:
    """Everything in a file that can be read."""
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
        return re.sub(r"<[^>]*>", " ", xml)
    if path.suffix == ".pdf":
        return " ".join(piece for page in Printed(content).pages for piece in page.values())
    return re.sub(r'data:image/[^"]*|"image/png": "[^"]*"', "", content.decode("utf-8"))


def leaks(texts: dict[str, str], counts: dict[str, int]) -> list[tuple[str, str]]:
    """Which file holds whose count."""
    return [
        (file, name) for name, count in counts.items() for file, read in texts.items() if written(count).search(read)
    ]


def test_a_count_that_is_written_is_found(tmp_path):
    """The search itself: in text, in a cell, with a Dutch thousands separator; not inside another number."""
    assert leaks({"a": "Texel 60.413 casussen", "b": "1.160.413", "c": "604130", "d": "60413,5"}, {"Texel": 60413}) == [
        ("a", "Texel")
    ]
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as made:
        made.writestr("sheet1.xml", "<row><c><v>60413</v></c></row>")
    assert leaks({"x": text(tmp_path / "x.xlsx")}, {"Texel": 60413})
    pikepdf.new().save(tmp_path / "x.pdf")
    assert text(tmp_path / "x.pdf") == ""


def test_new_counts_stand_in_no_output(tmp_path):
    """Built with counts of five digits in every format: no file holds one, nor their total."""
    counts = overlay(tmp_path / "new")
    done = run("build", REGION, "--data", tmp_path / "new", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".html", ".pdf", ".docx", ".xlsx", ".csv", ".json", ".ipynb"}
    texts = {path.relative_to(tmp_path).as_posix(): text(path) for path in files}
    assert all("Texel" in read for name, read in texts.items() if "memo" in name or "verantwoording" in name)
    assert leaks(texts, counts) == []


def test_explaining_a_contribution_shows_no_count(tmp_path):
    counts = overlay(tmp_path / "new")
    done = run("explain", REGION, "Texel", "--data", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert leaks({"explain": done.stdout + done.stderr}, counts) == []


def blocks() -> list[dict]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    outputs = [output["data"] for cell in cells for output in cell.get("outputs", [])]
    return [output[MIME] for output in outputs if MIME in output]


def test_the_notebook_prints_no_exact_count(one):
    """No row of a municipality holds its count, no prose names one; a count that is a multiple of five stays itself."""
    counts = one.counts[one.counts % small_counts.BASE != 0].astype(int)
    assert len(counts) > 10
    rows = [row for block in blocks() if block["kind"] == "table" for row in block["rows"] if row["label"] in counts]
    assert {row["label"] for row in rows} == set(counts.index)
    for row in rows:
        shown = {str(cell).replace(".", "") for cell in row["cells"]}
        assert str(counts[row["label"]]) not in shown
    prose = [block for block in blocks() if block["kind"] != "table"]
    said = json.dumps(prose, ensure_ascii=False)
    assert not [name for name in one.counts.index if re.search(rf"\b{re.escape(name)}\b", said)]


def test_the_notebook_gives_the_exact_contributions(one):
    (table,) = [block for block in blocks() if block.get("title") == "Beschermde aantallen naast exacte bijdragen"]
    shown = {row["label"]: row["cells"][-1] for row in table["rows"] if not row["total"]}
    exact = one.contribution(one.counts)
    assert all(abs(shown[name] - exact[name]) < 1 for name in exact.index)
