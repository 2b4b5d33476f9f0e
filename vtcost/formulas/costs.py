"""The one formula: contribution = parts by their keys, less relief by grants, plus the grant for its recipient."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from vtcost.formulas.arguments import Column, Value
from vtcost.formulas.keys import check_key
from vtcost.quantity import Quantity, equal, total, when


@dataclass(frozen=True)
class Part:
    """A part of the costs and the key by which it is divided. `amount` in euro, `key` shares per municipality."""

    name: str
    amount: float
    key: pd.Series


@dataclass(frozen=True)
class Relief:
    """A grant (DUVO): `amount` in euro relieves by `key`; `recipient` brings it in and pays it on top."""

    name: str
    amount: float
    key: pd.Series
    recipient: str


def allocate(amount: Value, key: Column) -> Column:
    r"""Divide an amount by a key: :math:`b_g = A\,k_g`.

    Parameters
    ----------
    amount : number or quantity
        Amount to divide; negative for a refund. [euro]
    key : Series or quantity, index municipality
        Shares, not negative, sum 1. [-]

    Returns
    -------
    Series or quantity, index municipality
        Contribution per municipality, sums to ``amount``. [euro]

    Raises
    ------
    ValueError
        If the shares are negative or do not sum to 1.

    Examples
    --------
    DUVO relief in the Ede region (gm-2017, table "Overzicht kosten regiogemeenten", Verrekening DUVO):

    >>> from vtcost.formulas.keys import shares
    >>> duvo = pd.Series({"Barneveld": 234_785, "Ede": 612_573, "Scherpenzeel": 34_071, "Wageningen": 209_248})
    >>> allocate(373_000, shares(duvo)).round().astype(int).to_dict()
    {'Barneveld': 80294, 'Ede': 209493, 'Scherpenzeel': 11652, 'Wageningen': 71561}

    (The memo prints 71.560 for Wageningen: one euro of line-by-line rounding.)
    """
    return amount * check_key(key)


def relief(grant: Value, key: Value) -> Value:
    r"""What a grant takes off: :math:`-D\,q_g`.

    Parameters
    ----------
    grant : number, Series or quantity
        The grant, or for each municipality the grant that relieves it. [euro]
    key : number, Series or quantity
        Shares by which it relieves, sum 1 over those that one grant relieves. [-]

    Returns
    -------
    number, Series or quantity
        Not positive. [euro]

    Examples
    --------
    NHN, the correction of Den Helder (nhn-oplegger, table): 964.820 of 2.272.557 euro before DUVO.

    >>> round(relief(275_000, 964_820 / 2_272_557))
    -116752
    """
    return -grant * key


def income(grant: Value, recipient: str | Quantity, municipality: str | Column) -> Value:
    r"""What a grant brings in, for its recipient alone: :math:`D\,[g = c]`.

    The recipient pays it on top of its own share, because it spends the grant on behalf of its region.

    Parameters
    ----------
    grant : number or quantity
        [euro]
    recipient : str or quantity
        The municipality that brings it in. [text]
    municipality : str, Series or quantity
        The municipality itself, of each row. [text]

    Returns
    -------
    number, Series or quantity
        The grant in the row of the recipient, zero elsewhere. [euro]

    Examples
    --------
    NHN, the Den Helder region (nhn-oplegger, table, column "DUVO"):

    >>> income(275_000.0, "Den Helder", pd.Series(["Den Helder", "Texel"])).tolist()
    [275000.0, 0.0]
    """
    return when(equal(municipality, recipient), grant, 0.0)


def contribution(costs: Sequence[Value], moves: Sequence[Value]) -> Value:
    r"""What a municipality pays: :math:`b_g = \sum_i A_i\,k_i(g) - \sum_r D_r\,q_r(g) + \sum_r D_r\,[g = c_r]`.

    Parameters
    ----------
    costs : sequence of number, Series or quantity
        The parts of the costs, each divided by its key (`allocate`); at least one. [euro]
    moves : sequence of number, Series or quantity
        What grants take off (`relief`) and bring in (`income`); none if there are no grants. [euro]

    Returns
    -------
    number, Series or quantity
        [euro]

    Examples
    --------
    NHN, Den Helder (nhn-oplegger, table): 964.820 before DUVO, correction -116.752, grant 275.000.

    >>> contribution([964_820], [-116_752, 275_000])
    1123068
    """
    return total(dict(enumerate([*costs, *moves])))


def contributions(parts: Sequence[Part], reliefs: Sequence[Relief] = ()) -> pd.DataFrame:
    r"""Contribution per municipality, every term kept as a named column.

    .. math:: b_g = \sum_i A_i\,k_i(g) - \sum_r D_r\,q_r(g) + \sum_r D_r\,[g = c_r]

    Parameters
    ----------
    parts : sequence of Part
        Cost parts :math:`A_i` with keys :math:`k_i`. [euro]
    reliefs : sequence of Relief
        Grants :math:`D_r` with relief keys :math:`q_r` and recipients :math:`c_r`. [euro]

    Returns
    -------
    DataFrame, index municipality
        Columns ``part <name>``, ``before_relief``, ``relief <name>`` (negative), ``grant <name>``, ``contribution``;
        the last sums to :math:`\sum_i A_i`. [euro]

    Raises
    ------
    ValueError
        If there is no part, two parts or reliefs have one name, a key is not a key, or a recipient is unknown.

    Examples
    --------
    NHN, the Den Helder region (nhn-oplegger, table, first four rows): contribution before DUVO, correction, grant.

    >>> from vtcost.formulas.keys import shares
    >>> before = pd.Series({"Den Helder": 964_820, "Hollands Kroon": 629_583, "Schagen": 542_005, "Texel": 136_149})
    >>> costs = Part("costs", before.sum(), shares(before))
    >>> duvo = Relief("Den Helder", 275_000, shares(before), recipient="Den Helder")
    >>> contributions([costs], [duvo])["contribution"].round().astype(int).to_dict()
    {'Den Helder': 1123068, 'Hollands Kroon': 553398, 'Schagen': 476417, 'Texel': 119674}
    """
    if not parts:
        raise ValueError("parts: none given, expected at least one")
    for kind, named in (("parts", parts), ("reliefs", reliefs)):
        names = [item.name for item in named]
        if len(set(names)) < len(names):
            raise ValueError(f"{kind}: the names {names} are not different from each other")
    municipalities = parts[0].key.index
    for part in parts[1:]:
        municipalities = municipalities.union(part.key.index, sort=False)
    costs = {f"part {part.name}": _over(municipalities, allocate(part.amount, part.key)) for part in parts}
    moves = dict(relief_columns(reliefs, municipalities).items())
    # A refund by a share of nothing is a plain zero, not one with a sign.
    before = total(costs) + 0.0
    paid = contribution([before], [total(moves)] if moves else [])
    return pd.DataFrame({**costs, "before_relief": before, **moves, "contribution": paid})


def relief_columns(reliefs: Sequence[Relief], municipalities: pd.Index) -> pd.DataFrame:
    r"""What each grant takes off and brings in: :math:`-D_r\,q_r(g)` and :math:`D_r\,[g = c_r]`.

    Parameters
    ----------
    reliefs : sequence of Relief
        Grants with keys and recipients. [euro]
    municipalities : Index
        All municipalities; those outside a key get zero.

    Returns
    -------
    DataFrame, index municipality
        Columns ``relief <name>`` (not positive) and ``grant <name>``; all together sum to zero. [euro]

    Raises
    ------
    ValueError
        If a key is not a key, or a recipient is none of the municipalities.

    Examples
    --------
    GM C1, the grant of Ede (gm-2017, table "Overzicht kosten regiogemeenten", Verrekening DUVO: Ede 163.507):

    >>> from vtcost.formulas.keys import shares
    >>> duvo = pd.Series({"Barneveld": 234_785, "Ede": 612_573, "Scherpenzeel": 34_071, "Wageningen": 209_248})
    >>> columns = relief_columns([Relief("Ede", 373_000, shares(duvo), recipient="Ede")], duvo.index)
    >>> round(columns.loc["Ede"].sum())
    163507
    """
    columns, own = {}, municipalities.to_series()
    for one in reliefs:
        if one.recipient not in municipalities:
            raise ValueError(f"relief {one.name}: recipient {one.recipient} is none of the municipalities")
        # Nothing taken off is a plain zero, not one with a sign.
        columns[f"relief {one.name}"] = _over(municipalities, relief(one.amount, check_key(one.key))) + 0.0
        columns[f"grant {one.name}"] = income(float(one.amount), one.recipient, own)
    return pd.DataFrame(columns, index=municipalities)


def _over(municipalities: pd.Index, amounts: pd.Series) -> pd.Series:
    return amounts.reindex(municipalities, fill_value=0.0)
