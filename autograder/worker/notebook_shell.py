"""Runs the cells of a notebook as JupyterLab would, and records what they show.

An ordinary IPython shell with magics, `display`, rich results, figures as PNG and top-level `await`; what a
kernel would send to the browser is kept in a list of plain data instead. One thing is different: after a statement
that raises, the rest of the cell runs all the same, unseen. A line may ask for what is not to be had here, such as a
package, a program or an answer at the keyboard, and the function that stands below it is right.
"""

import _sitebuiltins
import ast
import asyncio
import builtins
import contextlib
import getpass
import os
import sys
import zlib
from typing import Any, NoReturn

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as Anything
from traitlets import Type
from traitlets.config import Config

from .recorder import Recorder, Stream

RUNS_ITS_BODY = ("time", "capture", "prun")  # magics whose cell is the student's code


class RecordingPublisher(DisplayPublisher):
    """`display(…)` and `clear_output()`."""

    recorder = Anything()

    def publish(
        self,
        data: dict,
        metadata: dict | None = None,
        source: str | None = None,
        *,
        transient: dict | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        name = (transient or {}).get("display_id")
        output = {"output_type": "display_data", "data": self.recorder.data(data), "display_id": name}
        if not update:
            self.recorder.add(output)
            return
        for old in self.recorder.outputs:  # what earlier cells showed stays as it was
            if name is not None and old.get("display_id") == name:
                old["data"] = output["data"]

    def clear_output(self, wait: bool = False) -> None:
        if wait:
            self.recorder.clear_next = True
        else:
            self.recorder.clear()


class RecordingHook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        recorder = self.shell.recorder  # type: ignore[union-attr]
        recorder.add({"output_type": "execute_result", "data": recorder.data(format_dict)})


class NoInput(RuntimeError):
    """What a kernel without a frontend raises."""


NoInput.__name__ = "StdinNotImplementedError"


def no_input(*args: Any, **kwargs: Any) -> NoReturn:
    raise NoInput("raw_input was called, but this frontend does not support input requests.")


def no_password(*args: Any, **kwargs: Any) -> NoReturn:
    raise NoInput("getpass was called, but this frontend does not support input requests.")


class CellCompiler(CachingCompiler):
    """Gives cells the file names that they have in a kernel."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        return f"/tmp/ipykernel_{os.getpid()}/{zlib.crc32(raw_code.encode('utf-8', 'replace'))}.py"


class CellShell(InteractiveShell):
    """IPython's shell without a terminal, a history or a frontend."""

    compiler_class = Type(CellCompiler)
    displayhook_class = Type(RecordingHook)
    display_pub_class = Type(RecordingPublisher)
    recorder = Anything()
    loop = Anything()
    skipped: list[tuple[int, str]] = []  # lines of the cell whose statements raised, and what, where others followed

    def init_display_pub(self) -> None:
        super().init_display_pub()
        self.display_pub.recorder = self.recorder

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def ask_exit(self) -> None:
        pass

    def _showtraceback(self, etype, evalue, stb):
        lines = [self.recorder.cut(line) for line in stb]
        name, value = str(getattr(etype, "__name__", etype)), _safe_text(evalue)
        self.recorder.add({"output_type": "error", "ename": name, "evalue": value[:2000], "traceback": lines})

    def run(self, source: str) -> list[dict]:
        """Run one cell and return its outputs; the last may tell which lines were skipped."""
        self.recorder.clear()
        self.skipped = []
        sys.stdout, sys.stderr = Stream(self.recorder, "stdout"), Stream(self.recorder, "stderr")
        if self.loop is None or self.loop.is_closed():
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._run_in_loop(source))
        told = [{"output_type": "skipped", "lines": self.skipped}] if self.skipped else []
        return self.recorder.outputs + told

    async def _run_in_loop(self, source):
        """Run a cell as a kernel does, whose loop runs all the time."""
        transformed, failure, result = source, None, None
        try:
            transformed = self.transform_cell(source)
        except Exception:
            failure = sys.exc_info()
        try:
            result = await self.run_cell_async(
                source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failure
            )
        finally:
            self.events.trigger("post_execute")
            self.events.trigger("post_run_cell", result)

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell; what those show that follow one that raised, a kernel would not have shown."""
        shown = None
        for number, node in enumerate(nodelist):
            last = number + 1 == len(nodelist)
            mode = interactivity if last or interactivity == "all" else "none"
            before = self._errors_shown()
            raised = await super().run_ast_nodes([node], cell_name, mode, compiler, result)
            if not raised and self._errors_shown() == before:
                continue
            body = self._body_of_magic(node)
            if shown is None:
                shown = [dict(output) for output in self.recorder.outputs]
            if body or not last:
                error = result and (result.error_in_exec or result.error_before_exec)
                self.skipped.append((node.lineno, _in_words(error)))
            await self.run_ast_nodes(body, cell_name, "none", compiler, result)
        if shown is not None:
            self.recorder.outputs[:] = shown
        return shown is not None

    def _errors_shown(self):
        return sum(output["output_type"] == "error" for output in self.recorder.outputs)

    def _body_of_magic(self, node):
        """Return the statements below a magic that runs them, or that is not known here; else none."""
        match node:
            case ast.Expr(ast.Call(ast.Attribute(attr="run_cell_magic"), [ast.Constant(name), _, ast.Constant(body)])):
                if name in RUNS_ITS_BODY or self.find_cell_magic(name) is None:
                    with contextlib.suppress(Exception):
                        return ast.parse(self.transform_cell(body)).body
        return []

    def close_loop(self) -> None:
        """Close the loop; the next cell gets a new one."""
        self.loop.close()
        self.loop = None


def _in_words(error):
    """Return what was raised, in one short line."""
    return f"{type(error).__name__}: {_safe_text(error)}"[:200] if error else ""


def _safe_text(value):
    try:
        return str(value)
    except Exception:
        return ""


def make_shell(folder: str) -> "CellShell":
    """Return the shell of this process; `folder` is where IPython may keep its profile."""
    config = Config()
    config.HistoryManager.enabled = False
    config.CellShell.colors = "nocolor"
    config.ProfileDir.location = str(folder)
    shell = CellShell.instance(config=config, recorder=Recorder(), ipython_dir=str(folder))
    shell.enable_matplotlib("inline")
    shell.set_hook("show_in_pager", lambda *_, **__: None, 99)  # a notebook that is saved does not have it
    builtins.input = no_input
    builtins.help = _sitebuiltins._Helper()  # which the interpreter's isolation leaves out
    getpass.getpass = no_password
    return shell
