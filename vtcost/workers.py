"""Tasks side by side: each in a forked process of its own where that is safe, else in threads."""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

from vtcost.data.errors import InputError

Made = TypeVar("Made")
THREADS = Path("/proc/self/task")
# PR_SET_PDEATHSIG of prctl(2).
DIE_WITH_PARENT = 1
STOPPING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
# What the generators give before the first result, so that they can be made to begin.
BEGUN = ("", None)


def can_fork() -> bool:
    """Whether this process may be forked: on Linux, while it has one thread.

    A copy of a process has none of its other threads, but does have the locks they held; libraries that compute in
    threads of their own hang in it.
    """
    return sys.platform == "linux" and THREADS.is_dir() and len(list(THREADS.iterdir())) == 1


def side_by_side(
    tasks: Mapping[str, Callable[[bool], Made]], jobs: int, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[tuple[str, Made]]:
    """Run tasks, `jobs` at a time, and give each with its result when it is done.

    Processes have begun when this returns, threads when somebody waits; those that nobody waits for any more are
    stopped.

    Parameters
    ----------
    tasks : mapping of name to callable
        Called with whether it has a process of its own. What it returns or raises must survive being sent.
    jobs : int
    meanwhile : callable
        What this process does itself before it waits for the first task; what it raises goes before what a task
        raises.

    Raises
    ------
    InputError
        Of the first task that fails; the others are stopped.
    """
    running = (_forked if can_fork() else _threaded)(tasks, jobs, meanwhile)
    next(running)
    return running


def _threaded(tasks: Mapping[str, Callable], jobs: int, meanwhile: Callable) -> Iterator[tuple[str, Made]]:
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        yield BEGUN
        # A thread cannot be stopped: what may make its work useless goes first.
        meanwhile()
        started = {pool.submit(task, False): name for name, task in tasks.items()}
        try:
            for done in as_completed(started):
                yield started[done], done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _forked(tasks: Mapping[str, Callable], jobs: int, meanwhile: Callable) -> Iterator[tuple[str, Made]]:
    context, waiting = multiprocessing.get_context("fork"), list(tasks)
    running: dict = {}
    # What is there already is shared with the copies as long as nobody touches it.
    gc.freeze()

    def begin() -> None:
        # A signal waits until the process is known here, and there has its own way to end.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            while waiting and len(running) < jobs:
                name = waiting.pop(0)
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_send, args=(sender, tasks[name], [receiver, *running], before))
                process.start()
                sender.close()
                running[receiver] = name, process
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    try:
        begin()
        yield BEGUN
        meanwhile()
        while running:
            for receiver in wait(list(running)):
                name, process = running[receiver]
                yield name, _received(name, receiver)
                process.join()
                del running[receiver]
            begin()
    finally:
        for _, process in running.values():
            # Not asked to end: it may have been told not to listen. Its own processes end with it.
            process.kill()
            process.join()
        gc.unfreeze()


def _send(sender, task: Callable, receivers: list, mask: set) -> None:
    """In the forked process: run the task and send what became of it, to nobody if the first process is gone."""
    # Ctrl-C reaches all processes of a terminal; the first one says so and stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in STOPPING - {signal.SIGINT}:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    # It makes one thing and ends: looking for what could be thrown away costs more than it gives back.
    gc.disable()
    for receiver in receivers:
        # Held open here, they would keep a process waiting for a reader that no longer exists.
        receiver.close()
    with contextlib.suppress(OSError, AttributeError):
        # Nobody would read what an orphan makes.
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != multiprocessing.parent_process().pid:
        # It was gone before it could be asked for.
        os._exit(1)
    try:
        made = task(True)
        failed = None
    except InputError as error:
        made, failed = None, str(error)
    finally:
        # Of a task that failed: this process would wait at its end for those that wait for it to read.
        for process in multiprocessing.active_children():
            process.kill()
    with contextlib.suppress(BrokenPipeError):
        sender.send((made, failed))


def _received(name: str, receiver) -> Made:
    try:
        made, failed = receiver.recv()
    except EOFError:
        raise InputError(f"{name}: its process ended before it was done") from None
    if failed is not None:
        raise InputError(failed)
    return made
