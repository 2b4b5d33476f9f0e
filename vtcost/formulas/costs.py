"""The one formula: contribution = parts by their keys, less relief by grants, plus the grant for its recipient."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from vtcost.formulas.keys import check_key


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


def allocate(amount: float, key: pd.Series) -> pd.Series:
    r"""Divide an amount by a key: :math:`b_g = A\,k_g`.

    Parameters
    ----------
    amount : float
        Amount to divide; negative for a refund. [euro]
    key : Series, index municipality
        Shares, not negative, sum 1. [-]

    Returns
    -------
    Series, index municipality
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
    terms = {f"part {part.name}": _over(municipalities, allocate(part.amount, part.key)) for part in parts}
    table = pd.DataFrame(terms, index=municipalities)
    table["before_relief"] = table.sum(axis=1)
    table = table.join(relief_columns(reliefs, municipalities))
    moved = [column for column in table if column.startswith(("relief ", "grant "))]
    table["contribution"] = table["before_relief"] + table[moved].sum(axis=1)
    return table


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
    columns = {}
    for relief in reliefs:
        if relief.recipient not in municipalities:
            raise ValueError(f"relief {relief.name}: recipient {relief.recipient} is none of the municipalities")
        columns[f"relief {relief.name}"] = -_over(municipalities, allocate(relief.amount, relief.key)) + 0.0
        grant = pd.Series({relief.recipient: float(relief.amount)})
        columns[f"grant {relief.name}"] = _over(municipalities, grant)
    return pd.DataFrame(columns, index=municipalities)


def with_floor(contribution: pd.Series, bearers: pd.Series, floor: float = 0.0) -> pd.DataFrame:
    r"""Lift contributions below a floor to it; the bearers pay the difference by their key.

    .. math:: b'_g = \max(b_g, f) - q_g \sum_h \max(f - b_h, 0)

    One step, not repeated: a bearer that would fall below the floor itself is an error, not a new round.

    Parameters
    ----------
    contribution : Series, index municipality
        Before the floor. [euro]
    bearers : Series, index municipality
        Who gains the amount lifted, as shares, sum 1. [-]
    floor : float
        Lowest contribution. [euro]

    Returns
    -------
    DataFrame, index municipality
        Columns ``before_floor``, ``lifted``, ``borne`` (not positive), ``contribution``; same total. [euro]

    Raises
    ------
    ValueError
        If the bearers are no key, are none of the municipalities, or fall below the floor themselves.

    Examples
    --------
    GM C1, Rozendaal: 1.103 euro of costs and a relief of about 1.104 (gm-2017, table "Overzicht kosten
    regiogemeenten") would give -1; here Arnhem gains the euro.

    >>> step = with_floor(pd.Series({"Arnhem": 1_575_637.0, "Rozendaal": -1.0}), pd.Series({"Arnhem": 1.0}))
    >>> step["contribution"].to_dict()
    {'Arnhem': 1575636.0, 'Rozendaal': 0.0}
    """
    check_key(bearers, "bearers")
    unknown = bearers.index.difference(contribution.index)
    if len(unknown):
        raise ValueError(f"bearers: {unknown[0]} is none of the municipalities")
    lifted = (floor - contribution).clip(lower=0)
    borne = -lifted.sum() * _over(contribution.index, bearers)
    after = contribution + lifted + borne
    if (after < floor - 1e-9).any():
        raise ValueError(f"bearers: {after.idxmin()} falls below the floor of {floor:g} itself")
    return pd.DataFrame({"before_floor": contribution, "lifted": lifted, "borne": borne, "contribution": after})


def _over(municipalities: pd.Index, amounts: pd.Series) -> pd.Series:
    return amounts.reindex(municipalities, fill_value=0.0)
