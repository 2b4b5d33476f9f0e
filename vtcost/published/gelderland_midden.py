"""How the printed figures of gm-2017 and gm-2018 follow from each other."""

from vtcost.published import gm_2017, gm_2018

DERIVATIONS = (*gm_2017.DERIVATIONS, *gm_2018.DERIVATIONS)
