"""Waiting (wachten): a service as a queue, simulated with ciw, and set so that it meets a printed indicator."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Classes of cases, in order of priority: what goes first, the others, what was there at the start.
FIRST, OTHER, START = "first", "other", "start"


@dataclass(frozen=True)
class Queue:
    """A service: cases arrive by chance (Poisson), each takes a server for a time of its own (gamma).

    Parameters
    ----------
    arrivals : float
        Mean number of cases a working day, above zero. [cases/day]
    work : float
        Mean time a case keeps a server, above zero. [days]
    servers : int
        Cases that can be in hand at the same time, at least 1. [-]
    variation : float
        Standard deviation of that time divided by its mean, above zero; 1 is exponential. [-]
    first : float
        Part of the cases that goes before the others; a case in hand is not put aside. [-]
    backlog : int
        Cases waiting at the start. [cases]
    """

    arrivals: float
    work: float
    servers: int
    variation: float
    first: float = 0.0
    backlog: int = 0

    def __post_init__(self):
        if not all(number > 0 for number in (self.arrivals, self.work, self.servers, self.variation)):
            raise ValueError("queue: arrivals, work, servers and variation must be above zero")
        if not 0 <= self.first <= 1 or self.backlog < 0:
            raise ValueError("queue: first must be from 0 to 1, backlog not negative")

    @property
    def utilisation(self) -> float:
        """Work arriving over work that can be done; at 1 or more there is no steady state. [-]"""
        return self.arrivals * self.work / self.servers


def staffed(
    cases: float, hours: float, fte: float, hours_per_fte: float, days: float, in_hand: float, **shape
) -> Queue:
    r"""The queue of a number of people: :math:`\lambda = v / D`, :math:`c = [F k]`, :math:`s = (n D / h)\,c / F`.

    Servers are whole; their speed makes up for the rounding, so that the utilisation is exact:
    :math:`\rho = v\,n / (F\,h)`, whatever `in_hand` is.

    Parameters
    ----------
    cases : float
        [cases/year]
    hours : float
        Hours of work a case. [hours/case]
    fte, hours_per_fte : float
        People for this service and their productive hours. [FTE], [hours/FTE]
    days : float
        Working days a year. [days]
    in_hand : float
        Cases that one FTE has in hand at the same time. [-]
    **shape
        `variation`, `first` and `backlog` of `Queue`.

    Returns
    -------
    Queue

    Examples
    --------
    ZHZ, triage in the 2025 budget: 3.900 x 16 hours with 46,2 FTE of 1.350 hours is just enough.

    >>> queue = staffed(3900, 16, 46.2222, 1350, 260, in_hand=1, variation=1)
    >>> queue.servers, round(queue.arrivals, 2), round(queue.utilisation, 3)
    (46, 15.0, 1.0)
    """
    servers = max(round(fte * in_hand), 1)
    return Queue(cases / days, hours * days / hours_per_fte * servers / fte, servers, **shape)


def simulate(queue: Queue, days: float, seed: int) -> pd.DataFrame:
    """One run: all cases that arrive in `days`, and those that wait at the start.

    The chance is drawn here, case by case, so that two queues with the same seed get the same cases.

    Returns
    -------
    DataFrame
        ``kind`` (`FIRST`, `OTHER`, `START`), ``arrived``, ``begun`` and ``finished`` [days]; missing if not by the end.
    """
    import ciw

    random = np.random.default_rng(seed)
    # Enough for any run: the mean and eight standard deviations.
    size = math.ceil(queue.arrivals * days + 8 * math.sqrt(queue.arrivals * days) + 8)
    moments = np.cumsum(random.exponential(1 / queue.arrivals, size))
    goes_first = random.random(size) < queue.first
    shape = queue.variation**-2
    work = random.gamma(shape, queue.work / shape, size)
    stock = np.random.default_rng([seed, 1]).gamma(shape, queue.work / shape, max(queue.backlog, 1))
    streams = {
        FIRST: (moments[goes_first], work[goes_first]),
        OTHER: (moments[~goes_first], work[~goes_first]),
        START: (np.zeros(1 if queue.backlog else 0), stock),
    }
    network = ciw.create_network(
        arrival_distributions={kind: [_at(ciw, times)] for kind, (times, _) in streams.items()},
        service_distributions={kind: [ciw.dists.Sequential([*took, 1.0])] for kind, (_, took) in streams.items()},
        batching_distributions={
            kind: [ciw.dists.Deterministic(max(queue.backlog, 1) if kind == START else 1)] for kind in streams
        },
        priority_classes={FIRST: 0, OTHER: 1, START: 1},
        number_of_servers=[queue.servers],
    )
    # Only for events at the same moment.
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days)
    rows = [
        (record.original_customer_class, record.arrival_date, record.service_start_date, record.exit_date)
        for record in simulation.get_all_records(include_incomplete=True)
    ]
    cases = pd.DataFrame(rows, columns=["kind", "arrived", "begun", "finished"])
    cases[["begun", "finished"]] = cases[["begun", "finished"]].astype(float)
    return cases.sort_values(["arrived", "kind"], kind="stable", ignore_index=True)


def _at(ciw, moments: np.ndarray):
    """Arrivals at given moments, and none after the last."""
    return ciw.dists.Sequential([*np.diff(moments, prepend=0.0), math.inf])


def on_time(cases: pd.DataFrame, term: float, days: float) -> float:
    """Part of the cases finished within the term, of those that arrived early enough to tell (not the first stock)."""
    told = cases[(cases["kind"] != START) & (cases["arrived"] <= days - term)]
    return float((told["finished"] - told["arrived"] <= term).mean())


def waiting(cases: pd.DataFrame) -> int:
    """Cases that nobody has begun with at the end of a run."""
    return int(cases["begun"].isna().sum())


@dataclass(frozen=True)
class Outcome:
    """Of several runs: the part on time with its standard error, and the mean number of cases waiting at the end."""

    on_time: float
    error: float
    waiting: float


def runs(queue: Queue, term: float, days: float, seeds: Sequence[int]) -> Outcome:
    r"""Simulate once per seed; the standard error is :math:`s / \sqrt{n}` over the runs.

    Raises
    ------
    ValueError
        If there are fewer than two seeds: one run tells nothing of its own error.
    """
    if len(seeds) < 2:
        raise ValueError(f"seeds: {len(seeds)}, expected two or more")
    made = [simulate(queue, days, seed) for seed in seeds]
    parts = np.array([on_time(cases, term, days) for cases in made])
    return Outcome(
        float(parts.mean()),
        float(parts.std(ddof=1) / math.sqrt(len(parts))),
        float(np.mean([waiting(cases) for cases in made])),
    )


def calibrate(measure: Callable[[float], float], low: float, high: float, target: float, half: float) -> float:
    """The value at which a simulated share meets a printed one, to half of its last digit.

    Parameters
    ----------
    measure : callable
        From the free value to the simulated share, the same every time for the same value. [-]
    low, high : float
        Where to look; the share must be above the target at one of them and below it at the other.
    target, half : float
        The printed share and half of its last digit. [-]

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the target does not lie between the shares at `low` and `high`, or is jumped over: no value meets it.

    Examples
    --------
    >>> round(calibrate(lambda value: 1 - value**2, 0, 1, target=0.75, half=0.005), 1)
    0.5
    """
    from scipy.optimize import brentq

    known: dict[float, float] = {}

    def miss(value: float) -> float:
        if value not in known:
            difference = measure(value) - target
            known[value] = 0.0 if abs(difference) <= half else difference
        return known[value]

    if miss(low) * miss(high) > 0:
        raise ValueError(f"no value from {low:g} to {high:g} gives {target:g}: {miss(low):+.3f} and {miss(high):+.3f}")
    found = float(brentq(miss, low, high, xtol=1e-3))
    if miss(found) != 0:
        raise ValueError(f"the share jumps over {target:g} near {found:g}")
    return found


def erlang_c(load: float, servers: int) -> float:
    r"""Chance that a case has to wait, with exponential times (Erlang C), for a load :math:`a = \lambda s` below c.

    :math:`B_0 = 1,\; B_i = a B_{i-1} / (i + a B_{i-1}),\; C = c B_c / (c - a (1 - B_c))`

    Parameters
    ----------
    load : float
        Mean number of servers busy. [-]
    servers : int

    Returns
    -------
    float
        [-]

    Raises
    ------
    ValueError
        If the load is not below the number of servers: then there is no steady state.

    Examples
    --------
    With one server it is the utilisation; two servers with a load of one: one third.

    >>> round(erlang_c(0.6, 1), 4), round(erlang_c(1.0, 2), 4)
    (0.6, 0.3333)
    """
    if not 0 < load < servers:
        raise ValueError(f"load: {load}, expected above 0 and below the number of servers, {servers}")
    lost = 1.0
    for number in range(1, servers + 1):
        lost = load * lost / (number + load * lost)
    return servers * lost / (servers - load * (1 - lost))


def within(queue: Queue, term: float) -> float:
    r"""Chance that a case is finished within a term in the steady state of M/M/c, first come first served.

    :math:`P(T > t) = e^{-\mu t} + C \mu\,(e^{-\mu t} - e^{-\delta t}) / (\delta - \mu)` with :math:`\delta = c\mu -
    \lambda`; the closed form against which the simulation is tested.

    Raises
    ------
    ValueError
        If times are not exponential, some go first, or there is no steady state.

    Examples
    --------
    One server, four arrivals and five cases done a day: a case is gone after an exponential time of mean one day.

    >>> round(within(Queue(4, 0.2, 1, 1.0), 1.0), 4)
    0.6321
    """
    if queue.variation != 1 or queue.first:
        raise ValueError("within: only for exponential times, first come first served")
    done = 1 / queue.work
    waits, rest = erlang_c(queue.arrivals * queue.work, queue.servers), queue.servers * done - queue.arrivals
    if math.isclose(rest, done):
        return 1 - math.exp(-done * term) * (1 + waits * done * term)
    late = waits * done * (math.exp(-done * term) - math.exp(-rest * term)) / (rest - done)
    return 1 - math.exp(-done * term) - late
