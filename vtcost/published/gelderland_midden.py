"""How the printed figures of gm-2017 and gm-2018 follow from each other."""

from vtcost.published import gm_2017, gm_2018
from vtcost.published.verdicts import of_year

# gm-2017 is about the budget of this year.
YEAR = 2018
DERIVATIONS = (*of_year(gm_2017.DERIVATIONS, YEAR), *gm_2018.DERIVATIONS)
