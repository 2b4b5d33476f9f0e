"""A ledger as a CSV file to which entries are only added: a running hash in the last column shows what was changed."""

import csv
import io
import os
from decimal import Decimal, InvalidOperation
from pathlib import Path

from vtcost.data.errors import DataError, InputError
from vtcost.ledger import FIELDS, Entry, Ledger, chain

COLUMNS = (*FIELDS, "chain")
# Of the file that is written beside the ledger and then takes its place.
WRITING = ".new"


def read_ledger(path: Path, last: str | None = None) -> Ledger:
    """Read a ledger and check every entry against the running hash.

    Parameters
    ----------
    path : Path
    last : str, optional
        The last hash, as it was kept elsewhere (in a decision, an annual account). The hashes in the file alone do not
        show that entries were taken off its end, or that all hashes were computed again.

    Raises
    ------
    DataError
        On the first row that was changed, inserted, removed, half written or is no entry: file, row, column.
    InputError
        If the file cannot be read, or `last` is none of its hashes.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as a ledger ({error.__class__.__name__})") from None
    return _read(text, path, last)


def append_ledger(path: Path, ledger: Ledger) -> None:
    """Add the new entries of a ledger to its file, or make the file; the whole file or nothing is written.

    Parameters
    ----------
    path : Path
    ledger : Ledger
        Begins with every entry that the file has.

    Raises
    ------
    DataError
        As `read_ledger`.
    InputError
        If the file has entries that the ledger does not begin with (somebody else added some), the file cannot be
        written, or another is writing it.
    """
    new = path.with_name(path.name + WRITING)
    try:
        # Made anew or not at all: the file that is being written is also the lock.
        handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        raise InputError(
            f"{path}: another is adding entries, or stopped half way; if nobody is, remove {new.name}"
        ) from None
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.__class__.__name__})") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(_extended(path, ledger))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(new, path)
    except BaseException as error:
        # Only where it has not taken its place: afterwards a file of this name is another's.
        new.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise InputError(f"{path}: cannot be written ({error.__class__.__name__})") from None
        raise


def _extended(path: Path, ledger: Ledger) -> str:
    """The text of the file as it is, and the entries that come after it."""
    there = read_ledger(path).entries if path.exists() else ()
    if there != ledger.entries[: len(there)]:
        same = sum(1 for one, other in zip(there, ledger.entries, strict=False) if one == other)
        raise DataError(str(path), same + 2, None, None, "the entries with which the ledger to be added begins")
    before = path.read_bytes().decode("utf-8") if path.exists() else _line(COLUMNS)
    hashes = chain(ledger.entries)
    rows = [(*map(_text, _values(entry)), hashed) for entry, hashed in zip(ledger.entries, hashes, strict=True)]
    return before + "".join(_line(row) for row in rows[len(there) :])


def _read(text: str, path: Path, last: str | None) -> Ledger:
    lines = text.split("\n")
    if lines.pop() != "":
        raise DataError(str(path), len(lines) + 1, None, None, "a whole line: this one was written half")
    if not lines or lines[0] != ",".join(COLUMNS):
        raise DataError(str(path), 1, None, lines[0] if lines else "", f"the columns {','.join(COLUMNS)}")
    entries, hashes = [], []
    for row, line in enumerate(lines[1:], 2):
        entry, stated = _entry(line, str(path), row)
        entries.append(entry)
        hashes.append(stated)
    for row, (stated, computed) in enumerate(zip(hashes, chain(entries), strict=True), 2):
        if stated != computed:
            raise DataError(str(path), row, "chain", stated, "the hash of the entries so far: this row was changed")
    if last is not None and last not in hashes:
        raise InputError(f"{path}: entries are missing or were changed, expected one that ends in the hash {last:.80}")
    try:
        return Ledger(tuple(entries))
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None


def _entry(line: str, file: str, row: int) -> tuple[Entry, str]:
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        cells = []
    if len(cells) != len(COLUMNS):
        raise DataError(file, row, None, line, f"{len(COLUMNS)} cells")
    *texts, stated = cells
    values = {}
    for name, text in zip(FIELDS, texts, strict=True):
        try:
            values[name] = _value(name, text)
        except (ValueError, InvalidOperation):
            raise DataError(file, row, name, text, "a number") from None
    try:
        entry = Entry(**values)
    except ValueError as error:
        raise DataError(file, row, None, None, f"an entry ({error})") from None
    if line + "\n" != _line((*map(_text, _values(entry)), stated)):
        raise DataError(file, row, None, line, "a row as this program writes it")
    return entry, stated


def _value(name: str, text: str) -> object:
    if name in ("number", "year"):
        return int(text)
    if name == "amount":
        return Decimal(text)
    if name == "share":
        return float(text) if text else None
    if name == "corrects":
        return int(text) if text else None
    return text


def _values(entry: Entry) -> tuple:
    return tuple(getattr(entry, name) for name in FIELDS)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line(cells: tuple) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
