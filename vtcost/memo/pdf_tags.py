"""What the typesetter leaves out of the tags of a table: headers of rows, and the caption inside the table."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name


def tagged_tables(made: bytes) -> bytes:
    """The file with the first cell of each row as its header, and the caption of a table in that table.

    Parameters
    ----------
    made : bytes
        A tagged PDF whose tables have a header row.

    Returns
    -------
    bytes
        The same bytes each time: the identifier of the file follows from its content.
    """
    with pikepdf.open(io.BytesIO(made)) as opened:
        for element in list(elements(opened.Root.StructTreeRoot)):
            names = [kid.S for kid in kids(element)]
            if element.get("/S") == Name.TR:
                _row(element)
            elif Name.Caption in names:
                _move_caption(element)
        _unambiguous_ends(opened)
        saved = io.BytesIO()
        opened.save(saved, deterministic_id=True, compress_streams=False)
    return saved.getvalue()


def elements(root: Dictionary) -> Iterator[Dictionary]:
    """An element of the structure tree and all below it, in reading order."""
    yield root
    for kid in kids(root):
        yield from elements(kid)


def kids(element: Dictionary) -> list[Dictionary]:
    """The elements directly below one; marked content on a page is none."""
    below = element.get("/K", Array())
    below = below if isinstance(below, Array) else [below]
    return [kid for kid in below if isinstance(kid, Dictionary) and "/S" in kid]


def _row(row: Dictionary) -> None:
    """Headers follow from the scopes, so the lists of headers per cell, which name the columns only, can go."""
    for position, cell in enumerate(kids(row)):
        attributes = [owned for owned in cell.get("/A", Array()) if Name.Table == owned.O]
        for owned in attributes:
            if Name.Headers in owned:
                del owned.Headers
        if position == 0 and cell.S == Name.TD:
            cell.S = Name.TH
            attributes[0].Scope = Name.Row


def _move_caption(figure: Dictionary) -> None:
    tables = [element for element in elements(figure) if element.get("/S") == Name.Table]
    if len(tables) != 1:
        return
    caption = next(kid for kid in kids(figure) if Name.Caption == kid.S)
    figure.K = Array([kid for kid in figure.K if kid.objgen != caption.objgen])
    caption.P = tables[0]
    tables[0].K = Array([caption, *kids(tables[0])])


def _unambiguous_ends(opened: pikepdf.Pdf) -> None:
    """Data that ends in a carriage return seem one byte shorter to a checker of PDF/A: such data are not compressed."""
    for found in opened.objects:
        if isinstance(found, pikepdf.Stream) and found.read_raw_bytes().endswith(b"\r"):
            found.write(found.read_bytes())
