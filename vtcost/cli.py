"""The command line: build, check, explain, scenarios, explore."""

import argparse
import dataclasses
import gc
import importlib.util
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

# Before NumPy is loaded: its threads would not be in a forked process, and tables this small gain nothing from them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Charts are files: what draws windows elsewhere does not matter here.
os.environ["MPLBACKEND"] = "agg"

from vtcost import __version__
from vtcost.data.errors import InputError, MissingInputError
from vtcost.data.store import OVERLAY_VARIABLE

DONE, FAILED, WRONG = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code is 0 (done), 1 (a check failed) or 2 (wrong use or bad input, one clear line)."""
    options = _parser().parse_args(arguments)
    # How a build hands new data to its notebooks; from outside it would change figures without a trace in the receipt.
    os.environ.pop(OVERLAY_VARIABLE, None)
    if hasattr(sys.stdout, "reconfigure"):
        # A terminal that lacks a sign shows another one.
        sys.stdout.reconfigure(errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        # What is ignored from outside (nohup) stays ignored.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), _interrupt)
    try:
        return options.run(options)
    except (InputError, MissingInputError) as error:
        return _wrong(str(error))
    except BrokenPipeError:
        return DONE
    except OSError as error:
        return _wrong(f"{error.filename or ''}: {error.strerror or error}")
    except KeyboardInterrupt:
        print("vtcost: interrupted, nothing more is written", file=sys.stderr)
        return 130


def _wrong(message: str) -> int:
    """One line on the standard error, whatever names and texts of users are in it."""
    line = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in message)
    print(f"vtcost: {line}", file=sys.stderr)
    return WRONG


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(_wrong(f"{message} (see {self.prog} --help)"))


def _interrupt(*_) -> None:
    """Ending by a signal cleans up like Ctrl-C does."""
    raise KeyboardInterrupt


def _build(options: argparse.Namespace) -> int:
    # jsonschema's optional URI check builds grammars for a second at import; it tolerates absence.
    sys.modules.setdefault("rfc3987_syntax", None)
    # Nothing that is loaded here is thrown away again.
    gc.disable()
    from vtcost.build import build

    gc.enable()

    if options.jobs < 1:
        raise InputError(f"--jobs: {options.jobs}, expected at least 1")
    names = _names(options)
    formats = list(dict.fromkeys(options.formats.split(",")))
    given, progress = _given(options.parameter), _Progress(names)
    for remark in build(names, options.out, given, options.data, options.jobs, progress, formats):
        print(f"vtcost: {remark}", file=sys.stderr)
    return DONE


def _check(options: argparse.Namespace) -> int:
    from vtcost import check

    if options.record:
        print(f"{check.record(_names(options))} verdicts on record")
        return DONE
    tallies, worse = check.compare(_names(options), options.data)
    print(tallies.to_string())
    for line in worse:
        print(f"worse: {line}", file=sys.stderr)
    return FAILED if worse else DONE


def _explain(options: argparse.Namespace) -> int:
    from vtcost.data import Region
    from vtcost.explain import explain
    from vtcost.numbers import show

    options.names = [options.name]
    _names(options)
    region = Region.open(options.name, options.data, **_given(options.parameter))
    steps = explain(region, options.row, options.model, options.year)
    if options.json:
        print(json.dumps([dataclasses.asdict(step) for step in steps], indent=2, ensure_ascii=False))
        return DONE
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step.label}: {show(step.value, step.unit)}")
        print(f"   {step.formula}")
        print(f"   = {step.filled}")
        for source in step.sources:
            print(f"   source: {source}")
    return DONE


def _scenarios(options: argparse.Namespace) -> int:
    from vtcost.alternatives import compare, output
    from vtcost.data import Region

    options.names = [options.name]
    _names(options)
    region = Region.open(options.name, options.data, **_given(options.parameter))
    found = compare(region, options.data, options.file)
    if found is None:
        raise InputError(f"data/{options.name}/scenarios.yaml: expected this file, or another one on the command line")
    if options.csv:
        print(output.long_table(found).to_csv(index=False, lineterminator="\n"), end="")
    else:
        print(output.as_json(found) if options.json else output.text(found))
    return DONE


def _new_region(options: argparse.Namespace) -> int:
    from vtcost.new_region import new_notebook, new_region

    if options.notebook:
        made = new_notebook(options.name, Path.cwd()).relative_to(Path.cwd())
        print(f"{made.as_posix()} is made; vtcost build {options.name} executes it.")
        return DONE
    data, notebook = (path.relative_to(Path.cwd()) for path in new_region(options.name, Path.cwd()))
    print(f"1. Replace the example figures in {data.as_posix()}/; its README.md says what goes where.")
    print(f"2. vtcost build {options.name}    (works now, with the example; reports in reports/{options.name}/)")
    print(f"3. Change the text of the memo in {notebook.as_posix()}, if you like.")
    return DONE


def _fetch_cbs(options: argparse.Namespace) -> int:
    from vtcost.data import statline

    path, count, date = statline.fetch(options.year, options.out, options.table, options.offline)
    print(f"{path}: {count} municipalities on 1 January {options.year}, as CBS gave them on {date}")
    print(f"vtcost build NAME --data {options.out}")
    return DONE


def _explore(options: argparse.Namespace) -> int:
    options.names = [options.name] if options.name else []
    _names(options)
    if importlib.util.find_spec("voila") is None:
        raise InputError("explore: the package voila is missing, expected vtcost[explore]")
    from vtcost.explorer.server import serve

    serve(options.name, options.port, options.browser)
    return DONE


class _Once(argparse.Action):
    """An option that may be given once: of two the first would be ignored in silence."""

    def __call__(self, parser, namespace, values, option_string=None):
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(self, "given twice, expected once")
        setattr(namespace, self.dest, values)


class _Progress:
    """A line per step on a terminal; silent elsewhere."""

    def __init__(self, names: list[str]):
        self.total, self.done = len(names), 0

    def __call__(self, name: str, state: str) -> None:
        if state == "executed":
            self.done += 1
        if sys.stderr.isatty():
            print(f"[{self.done}/{self.total}] {name} {state}", file=sys.stderr)


def _names(options: argparse.Namespace) -> list[str]:
    from vtcost.data import region_names

    known = region_names()
    for name in options.names:
        if name not in known:
            raise InputError(f"no region {name!r}, expected one of {', '.join(known)}")
    return list(dict.fromkeys(options.names)) or known


def _given(pairs: list[list[str]]) -> dict[str, str]:
    given = {}
    for name, value in pairs:
        if name in given:
            raise InputError(f"parameter {name}: given twice, expected once")
        given[name] = value
    return given


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("expected the name of a folder")
    return Path(text)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="vtcost", description="Who pays what for Veilig Thuis, and how many people.")
    parser.add_argument("--version", action="version", version=f"vtcost {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="execute the notebooks and write the reports")
    build.add_argument("names", nargs="*", metavar="NAME", help="regions; default all")
    build.add_argument("--out", type=_folder, default=Path("reports"), metavar="DIR", help="default reports/")
    build.add_argument("--jobs", type=int, default=2, metavar="N", help="notebooks at the same time; default 2")
    build.add_argument("--formats", default="html,pdf,docx,xlsx", metavar="LIST", help="default html,pdf,docx,xlsx")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="verdicts of all printed figures against those on record")
    check.add_argument("names", nargs="*", metavar="NAME", help="regions; default all")
    check.add_argument("--record", action="store_true", help="write the present verdicts to data/findings.csv")
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="one result worked out to its inputs")
    explain.add_argument("name", metavar="NAME", help="region")
    explain.add_argument("row", metavar="ROW", help="municipality; for zuid_holland_zuid a column of the table")
    explain.add_argument("--model", metavar="M", help="model, as in results.csv")
    explain.add_argument("--year", type=int, metavar="Y", help="year of a model over several years")
    explain.add_argument("--json", action="store_true", help="the steps as JSON")
    explain.set_defaults(run=_explain)

    scenarios = commands.add_parser("scenarios", help="named scenarios side by side")
    scenarios.add_argument("name", metavar="NAME", help="region")
    scenarios.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default data/NAME/scenarios.yaml")
    form = scenarios.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="one long table")
    form.add_argument("--json", action="store_true", help="everything as JSON")
    scenarios.set_defaults(run=_scenarios)

    new = commands.add_parser("new-region", help="data folder and notebook for a region of your own")
    new.add_argument("name", metavar="NAME", help="lower case letters, digits and underscores")
    new.add_argument("--notebook", action="store_true", help="only the notebook, for data that are there already")
    new.set_defaults(run=_new_region)

    cbs = commands.add_parser("fetch-cbs", help="inhabitants of all municipalities from CBS StatLine")
    cbs.add_argument("--year", type=int, required=True, metavar="Y", help="on 1 January of this year")
    cbs.add_argument("--table", default="70072ned", metavar="T", help="70072ned (default) or 03759ned")
    cbs.add_argument("--out", type=_folder, default=Path("new"), metavar="DIR", help="overlay folder; default new/")
    cbs.add_argument("--offline", action="store_true", help="from the answer that was kept earlier")
    cbs.set_defaults(run=_fetch_cbs)

    explore = commands.add_parser("explore", help="a page in the browser with sliders; stop with Ctrl-C")
    explore.add_argument("name", nargs="?", metavar="NAME", help="region shown first")
    explore.add_argument("--port", type=int, metavar="N", help="default 8866, or one near it that is free")
    explore.add_argument("--no-browser", dest="browser", action="store_false", help="do not open the page")
    explore.set_defaults(run=_explore)

    for command in (build, explain, scenarios):
        command.add_argument(
            "-p", dest="parameter", nargs=2, action="append", default=[], metavar=("PARAMETER", "VALUE"), help="set"
        )
    for command in (build, check, explain, scenarios):
        command.add_argument("--data", type=_folder, action=_Once, metavar="DIR", help="new figures, merged over data/")
    return parser


if __name__ == "__main__":
    sys.exit(main())
