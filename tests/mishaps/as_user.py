"""Runs the program as another user: `as_user.py NUMBER ARGUMENT...`, started by root.

Everything is loaded first, because Python itself may stand where the other user can't see it.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module

import llmsurvey
from llmsurvey.cli import main

for module in pkgutil.walk_packages(llmsurvey.__path__, "llmsurvey."):
    # But for matplotlib, which looks for its folder as soon as it is loaded, by the environment of the other user.
    if not module.name.endswith("__main__") and not module.name.startswith("llmsurvey.plots."):
        import_module(module.name)
for name in (
    *("encodings.idna", "encodings.utf_8_sig", "gettext", "importlib.metadata", "pwd", "pydoc"),
    *("msgspec.json", "pyarrow.csv", "pyarrow.parquet", "rapidfuzz.process", "secrets", "zoneinfo"),
):
    import_module(name)

user = int(sys.argv[1])
del sys.argv[1]
os.setgroups([])
os.setgid(user)
os.setuid(user)
main()
