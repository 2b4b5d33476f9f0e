"""Who pays what for Veilig Thuis, and how many people does it take."""

__version__ = "0.1.0"


def model(name: str, data=None, **parameters):
    """The quantities of a region by name: what the model cells of its notebook make.

    Parameters
    ----------
    name : str
        Of a region: ``zuid_holland_zuid``, or one of your own.
    data : path, optional
        Folder with new figures, merged over data/.
    **parameters
        As on the command line; None takes the memo's value.

    Returns
    -------
    vtcost.quantity.Model
        ``model["needed"]`` is a quantity: it can be looked at as a Series, and knows its formula.

    Raises
    ------
    InputError
        About the first thing that is wrong.

    Examples
    --------
    People needed for the budget proposal at 1.400 hours per FTE, of 99.000 hours:

    >>> needed = model("zuid_holland_zuid", hours_per_fte=1400)["needed"]
    >>> round(needed["Begroting 2025 voorstel DB"], 2)
    70.71
    """
    # Here, so that importing vtcost loads nothing.
    from vtcost.data import Region
    from vtcost.model_cells import model_of

    return model_of(Region.open(name, data, **parameters))
