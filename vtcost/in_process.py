"""A papermill engine that executes the cells in this process: for a process of its own, forked for one notebook.

It gives the notebook that a kernel gives, without starting one: the same IPython shell, without its sockets.
"""

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from types import ModuleType

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import v4
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

NAME = "in_process"


class _Publisher(DisplayPublisher):
    """What a cell displays by itself becomes an output."""

    def publish(self, data, metadata=None, **_):
        self.shell.outputs.append(v4.new_output("display_data", data=data, metadata=metadata or {}))


class _Hook(DisplayHook):
    """The value of a cell becomes its output."""

    def __call__(self, result=None):
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, metadata = self.compute_format_data(result)
        self.update_user_ns(result)
        count = self.prompt_count
        self.shell.outputs.append(v4.new_output("execute_result", data, metadata=metadata, execution_count=count))


class _Shell(InteractiveShell):
    """A shell that keeps the outputs of a cell, and its error as an output too."""

    def __init__(self, **own):
        self.outputs: list = []
        # Cells are the main module of their process, as in a kernel.
        main = ModuleType("__main__")
        sys.modules["__main__"] = main
        # No history of what was executed, and nothing of the user's own shell.
        config = Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}})
        super().__init__(config=config, user_module=main, displayhook_class=_Hook, display_pub_class=_Publisher, **own)

    def _showtraceback(self, etype, evalue, stb):
        self.outputs.append(v4.new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb))


class InProcess(Engine):
    """Executes the code cells in order and stops at the first error."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, scratch, seen, **_):
        """Execute every code cell of `nb_man.nb` and put its outputs in it.

        `scratch` is a folder for the shell; `seen` is called with the notebook and each cell that was executed.
        """
        # The one of this process: what a cell displays looks for it.
        shell = _Shell.instance(ipython_dir=str(scratch))
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code":
                continue
            nb_man.cell_start(cell, index)
            cell.outputs, cell.execution_count = _outputs(shell, cell.source), shell.execution_count - 1
            if any(output.output_type == "error" for output in cell.outputs):
                nb_man.cell_exception(cell, index)
                return
            nb_man.cell_complete(cell, index)
            seen(nb_man.nb, cell)


def _outputs(shell: _Shell, source: str) -> list:
    shell.outputs = []
    streams = {"stdout": StringIO(), "stderr": StringIO()}
    with redirect_stdout(streams["stdout"]), redirect_stderr(streams["stderr"]):
        shell.run_cell(source, store_history=True)
    said = [v4.new_output("stream", name=name, text=text) for name, io in streams.items() if (text := io.getvalue())]
    return said + shell.outputs


papermill_engines.register(NAME, InProcess)
