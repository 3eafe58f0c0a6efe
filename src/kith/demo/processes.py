"""Several processes that tell parts at once. Imports no models: a new process reads this before Django is set up."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import connection

import django


def told_by_processes(wanted: Sequence[tuple[str, str]], workers: int) -> Iterator[int]:
    """Tell each (scheme, part) in one of so many processes; how many people each was about, as they are done.

    What a process had not finished when this one stops is taken back by the database.
    """
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    )
    try:
        for future in as_completed([pool.submit(_tell, *each) for each in wanted]):
            yield future.result()
    except BaseException:
        processes = list(pool._processes.values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        raise
    pool.shutdown()


def _tell(slug: str, part: str) -> int:
    from kith.demo.parts import tell_part

    people = tell_part(slug, part)
    gc.collect()
    return people


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    gc.freeze()
    gc.disable()  # looked through once a part: a tenth of the time goes into it otherwise


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
