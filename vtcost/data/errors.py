"""What can be wrong with data and parameters, said in one line."""

import contextlib
from collections.abc import Iterator


class InputError(ValueError):
    """Wrong input: bad data, an unknown name, a parameter out of range. The command line ends with exit code 2."""


@contextlib.contextmanager
def in_one_line(name: str) -> Iterator[None]:
    """What figures and texts make impossible becomes an `InputError` about the region `name`."""
    try:
        yield
    except InputError:
        raise
    except MissingInputError as error:
        raise InputError(f"{name}: {error}") from None
    except (ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        raise InputError(f"{name}: nothing can be made of these figures ({str(error)[:200]})") from None


class DataError(InputError):
    """The first wrong cell of a table: file, row (the header is row 1), column, value, what is expected."""

    def __init__(self, file: str, row: int | None, column: str | None, value: object, expected: str):
        self.file, self.row, self.column, self.value, self.expected = file, row, column, value, expected
        place = [str(file)]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        shown = "" if value is None else f" {_short(value)},"
        super().__init__(f"{', '.join(place)}:{shown} expected {expected}")


class MissingInputError(LookupError):
    """An input that no source gives. `settles` says which document would."""

    def __init__(self, name: str, settles: str):
        self.name, self.settles = name, settles
        super().__init__(f"{name} is missing: {settles}")


def _short(value: object) -> str:
    text = repr(str(value))
    return text if len(text) <= 80 else text[:76] + "...'"
