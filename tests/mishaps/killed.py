"""Runs the program until it is killed: `killed.py HOW NUMBER ARGUMENT...`.

HOW is `step` (before the NUMBERth time that it opens, makes, moves, lists or removes anything below the working
directory), `byte` (by the system, when a file grows beyond NUMBER bytes) or `never`: then the number of steps is the
last line on standard error.
"""

from __future__ import annotations

import itertools
import os
import resource
import signal
import sys
from typing import Any

from llmsurvey.cli import main

STEPS = {"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.scandir", "os.listdir"}

how, number = sys.argv[1], int(sys.argv[2])
del sys.argv[1:3]
folder = os.getcwd()  # noqa: PTH109 (a plain text to compare with)
steps = itertools.count(1)
taken = [0]


def count(event: str, arguments: tuple[Any, ...]) -> None:
    """Count a step, and end with it if it is the last."""
    if event in STEPS and os.path.join(folder, str(arguments[0])).startswith(folder):  # noqa: PTH118 (steps are many)
        taken.append(next(steps))
        if how == "step" and taken[-1] == number:
            os.kill(os.getpid(), signal.SIGKILL)


if how == "byte":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
else:
    sys.addaudithook(count)
try:
    main()
finally:
    if how == "never":
        print(taken[-1], file=sys.stderr)
