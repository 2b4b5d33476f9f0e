"""The kernel's side of the page: it answers what the page asks, and makes the memo in the background."""

import asyncio
import base64
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

from vtcost.data import InputError, region_names
from vtcost.explorer.command import line, process
from vtcost.explorer.page import chosen, page, respond

# The only name under which the page can reach this kernel: as in templates/explorer.js.
TARGET = "vtcost.explorer"
# Where `vtcost explore` was started, as the server tells the kernel.
FOLDER = "VTCOST_EXPLORER_FOLDER"
REGION = "regio"
# Files of a report that are handed over one by one; the whole report goes with them.
FILES = {
    "memo.pdf": ("Advies (PDF)", "application/pdf"),
    "memo.html": ("Memo (webpagina)", "text/html"),
}
REFUSED = "De memo is niet gemaakt. De melding van het programma (in het Engels):"
# Nothing in a zip may depend on the moment.
MOMENT = (1980, 1, 1, 0, 0, 0)
tasks: set[asyncio.Task] = set()


def show():
    """The page for the region in the address, as a notebook shows it; from now on this kernel answers."""
    from comm import get_comm_manager
    from IPython.display import HTML

    enter(os.environ.get(FOLDER, ""))
    get_comm_manager().register_target(TARGET, _opened)
    return HTML(page(asked(os.environ.get("QUERY_STRING", "")), os.environ.get("VOILA_KERNEL_ID", "")))


def enter(folder: str) -> None:
    """Go to where the explorer was started: regions of one's own are found from there, but no code is.

    A kernel looks for modules in its current folder first. A file `pandas.py` that happens to lie in the folder of the
    user would then be run.
    """
    sys.path[:] = [place for place in sys.path if place]
    if folder:
        os.chdir(folder)


def asked(query: str) -> str:
    """The region that an address asks for, else the first.

    Examples
    --------
    >>> asked("token=abc&regio=zuid_holland_zuid"), asked("regio=../../etc") == region_names()[0]
    ('zuid_holland_zuid', True)
    """
    known = region_names()
    name = parse_qs(query).get(REGION, [""])[0]
    return name if name in known else known[0]


async def memo(message: Mapping) -> dict:
    """The memo with what was chosen on the page, made by the command that the page shows.

    Returns
    -------
    dict
        ``files``: name, label, type and content (base64) of each; or ``error``, in Dutch, with the ``detail`` of the
        command, if there is one, in English.
    """
    try:
        choice = chosen(message)
    except InputError as error:
        return {"kind": "memo", "error": REFUSED, "detail": str(error)}
    if choice.errors:
        return {"kind": "memo", "error": "De memo is niet gemaakt: verbeter eerst de waarde die niet klopt."}
    with tempfile.TemporaryDirectory(prefix="vtcost-") as folder:
        out = Path(folder) / "reports"
        pipe = asyncio.subprocess.PIPE
        running = await asyncio.create_subprocess_exec(
            *process(choice.name, choice.given, out), stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
        _, errors = await running.communicate()
        if running.returncode:
            detail = (errors.decode(errors="replace").strip().splitlines() or [""])[-1]
            return {"kind": "memo", "error": REFUSED, "detail": detail}
        return {"kind": "memo", "command": line(choice.name, choice.given), "files": files(out / choice.name)}


def files(report: Path) -> list[dict]:
    """What is handed over of a report: the advice, the page, and everything in one zip."""
    made = [
        {"name": f"{report.name}_{name}", "label": label, "type": kind, "content": _text((report / name).read_bytes())}
        for name, (label, kind) in FILES.items()
    ]
    everything = io.BytesIO()
    with zipfile.ZipFile(everything, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in report.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(report.parent).as_posix(), MOMENT)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    whole = {"name": f"{report.name}.zip", "label": "Alles: memo, werkmap en bladzijden per gemeente (zip)"}
    return [*made, {**whole, "type": "application/zip", "content": _text(everything.getvalue())}]


def _opened(comm, _message: Mapping) -> None:
    comm.on_msg(lambda message: _answer(comm, message["content"]["data"]))


def _answer(comm, message: Mapping) -> None:
    if message.get("kind") == "memo":
        task = asyncio.get_running_loop().create_task(memo(message))
        # A task that nobody holds may be thrown away before it is done.
        tasks.add(task)
        task.add_done_callback(lambda done: (tasks.discard(done), comm.send(done.result())))
    else:
        comm.send(respond(message))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
