"""Folders replaced as a whole: a reader finds the old or the new, and what a killed build left behind is cleared up."""

import contextlib
import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from vtcost.data.errors import InputError

try:
    import fcntl
except ImportError:
    # Without locks nobody can tell a killed build from one that runs: nothing is cleared up there.
    fcntl = None

# Folders that are on their way; nobody reads them. The random part is as `tempfile` makes it.
HIDDEN, LOCK, OLD = ".vtcost-build-", ".lock", "old"
OURS = re.compile(re.escape(HIDDEN) + r"[a-z0-9_]{8}" + re.escape(LOCK))
SWAPS = 20


@contextlib.contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """A hidden folder in `out` for what is on its way, gone afterwards; first what a killed build left is put right.

    The lock stands beside the folder and is held before the folder is there: whoever finds a folder whose lock is free
    knows that its build is dead.

    Parameters
    ----------
    out : Path
        An existing folder.
    """
    clear_up(out)
    handle, name = _held(out)
    folder = Path(name.removesuffix(LOCK))
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Path(name).unlink(missing_ok=True)
        os.close(handle)


def _held(out: Path) -> tuple[int, str]:
    """A new lock, held; made again if another build cleared it up before it was."""
    while True:
        handle, name = tempfile.mkstemp(prefix=HIDDEN, suffix=LOCK, dir=out)
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.lstat(name)):
                return handle, name
        os.close(handle)


def clear_up(out: Path) -> None:
    """Put back the old folders that a killed build had moved aside, and remove what it left.

    Only in folders and files of ours by name, kind and owner: nothing is followed that leads elsewhere.
    """
    for lock in sorted(path for path in out.glob(f"{HIDDEN}*{LOCK}") if OURS.fullmatch(path.name)):
        folder = Path(str(lock).removesuffix(LOCK))
        with _dead(lock) as dead:
            if not dead or (os.path.lexists(folder) and not _own_folder(folder)):
                continue
            for name in _own_folders(folder / OLD):
                for aside in _own_folders(name):
                    if not os.path.lexists(out / name.name):
                        os.rename(aside, out / name.name)
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)


def _own_folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _own_folder(path)) if _own_folder(folder) else []


def _own_folder(path: Path) -> bool:
    """Whether a path is a folder itself, no link to one, and of the user who asks."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


@contextlib.contextmanager
def _dead(lock: Path) -> Iterator[bool]:
    """Whether a lock is a file of ours that nobody holds; held while its owner's things are cleared up."""
    with contextlib.ExitStack() as closing:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
            closing.callback(os.close, handle)
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
                raise OSError
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (OSError, AttributeError):
            yield False
            return
        yield True


def replace(
    out: Path,
    folder: Path,
    contents: Mapping[str, Mapping[str, bytes]],
    told: Callable[[str], None] = lambda name: None,
) -> None:
    """Write every folder beside the old one, then put each in its place.

    A disk that fills up while writing leaves all old folders as they were.

    Parameters
    ----------
    out : Path
        Where the folders stand.
    folder : Path
        The `workplace` in it.
    contents : mapping of name to mapping of file to bytes
        The files of each folder; a file may stand one folder deeper.
    told : callable
        Told the name of each folder that is in its place.

    Raises
    ------
    InputError
        If another build keeps putting its own folder there.
    OSError
        If a file cannot be written.
    """
    for name, files in contents.items():
        _write(folder / "new" / name, files)
        (folder / OLD / name).mkdir(parents=True)
    for name in contents:
        _swap(out / name, folder / "new" / name, folder / OLD / name)
        told(name)


def write(path: Path, folder: Path, content: bytes) -> None:
    """Write one file in the workplace, then put it in its place."""
    new = folder / path.name
    new.write_bytes(content)
    os.replace(new, path)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(content)


def _swap(final: Path, new: Path, old: Path) -> None:
    """Move the old folder aside and the new one in; another build may do the same at the same time."""
    for attempt in range(SWAPS):
        aside = old / str(attempt)
        with contextlib.suppress(FileNotFoundError):
            os.rename(final, aside)
        try:
            os.rename(new, final)
        except FileExistsError:
            continue
        except BaseException as error:
            if isinstance(error, OSError) and error.errno == errno.ENOTEMPTY:
                continue
            # Also when interrupted: without this neither the old nor the new folder would be left.
            if aside.exists() and not final.exists():
                os.rename(aside, final)
            raise
        return
    raise InputError(f"{final}: other builds keep writing there, expected it to be free")
