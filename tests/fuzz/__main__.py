"""The fuzzer: `make fuzz MINUTES=10 SEED=1`. docs/explanation/trust.md says what it tries."""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import pickle
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzz.surface import Surface
from tests.fuzz.surfaces import load_surfaces
from tests.fuzz.watch import Failure, Watch
from tests.fuzz.worker import Batch, Broken, Plan, prepare, work

FAILURES = Path("build/fuzz").absolute()
"""Where the input of each failure is written."""

_SILENT = 90
"""So many seconds without a sign of life, and a worker is taken to hang where no alarm reaches it."""


@dataclass
class _Worker:
    """A process that carries out a plan, what it sends through, and when it was last heard of."""

    plan: Plan
    process: BaseProcess
    connection: Connection
    round: int
    heard: float = field(default_factory=time.monotonic)


@dataclass
class Tally:
    """What has been tried and found, by surface."""

    inputs: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    broken: dict[tuple[str, str, str], Broken] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Count a batch, and tell each failure that is new."""
        name = batch.surface
        self.inputs[name] = self.inputs.get(name, 0) + batch.inputs
        self.seconds[name] = self.seconds.get(name, 0.0) + batch.seconds
        self.again[name] = self.again.get(name, 0) + batch.again
        for broken in batch.broken:
            key = (name, *broken.failure.signature)
            if key not in self.broken:
                self.broken[key] = broken
                _tell(name, broken)

    def report(self) -> None:
        """Show the inputs tried by surface, and the number of failures."""
        print(f"\n{'surface':24} {'inputs':>10} {'a second':>9} {'failures':>9} {'inputs that fail':>17}")
        for name, count in self.inputs.items():
            failures = [key for key in self.broken if key[0] == name]
            speed = count / self.seconds[name] if self.seconds[name] else 0
            print(f"{name:24} {count:10,} {speed:9,.0f} {len(failures):9} {self.again[name] + len(failures):17,}")
        print(f"{'all':24} {sum(self.inputs.values()):10,} {'':9} {len(self.broken):9}")


def main() -> int:
    """Try inputs on all cores until the time or the number is over; exit code 1 where any fails."""
    options = _options()
    if options.repeat:
        return _repeat(options.repeat)
    surfaces = load_surfaces(tuple(options.surface))
    per_round = sum(surface.inputs for surface in surfaces)
    rounds = -(-options.inputs // per_round) if options.inputs else float("inf")
    seconds = float("inf") if options.inputs else options.minutes * 60
    print(f"seed {options.seed}, {options.jobs} processes, {len(surfaces)} surfaces, {per_round:,} inputs a round")
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        plans = [
            Plan(options.seed, number, options.jobs, rounds, seconds, tuple(options.surface), f"{folder}/{number}")
            for number in range(options.jobs)
        ]
        _supervise([_start(plan) for plan in plans], tally)
    tally.report()
    return 1 if tally.broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="how long (default: 60)")
    parser.add_argument("--inputs", type=int, default=0, help="how many, whatever time it takes; rounded up to rounds")
    parser.add_argument("--seed", type=int, default=None, help="what decides every input (default: a new one)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one for each core)")
    parser.add_argument("--surface", action="append", default=[], help="only surfaces with this in their name")
    parser.add_argument("--repeat", type=Path, help="try the input in a file of build/fuzz/ again, with its traceback")
    options = parser.parse_args()
    options.seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    return options


def _start(plan: Plan) -> _Worker:
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(sender, plan), daemon=True)
    process.start()
    sender.close()
    return _Worker(plan, process, receiver, plan.first)


def _supervise(workers: list[_Worker], tally: Tally) -> None:
    """Gather what the workers send; one that dies or hangs is a failure, and another goes on after that round."""
    start = time.monotonic()
    while workers:
        connections = {worker.connection: worker for worker in workers}
        for connection in wait(list(connections), timeout=1):
            worker = connections[connection]  # type: ignore[index]  # of connections, wait() gives connections
            worker.heard = time.monotonic()
            try:
                batch: Batch = worker.connection.recv()
            except EOFError:
                workers.remove(worker)
                worker.process.join()
                if worker.process.exitcode:
                    workers += _lost(worker, f"died: exit code {worker.process.exitcode}", tally, start)
                continue
            worker.round = batch.round
            tally.add(batch)
        for worker in [worker for worker in workers if _is_silent(worker)]:
            worker.process.kill()
            worker.process.join()
            workers.remove(worker)
            workers += _lost(worker, f"hung: no sign of life for {_SILENT} seconds", tally, start)


def _is_silent(worker: _Worker) -> bool:
    """Whether a worker has neither sent a batch nor begun with another input for long."""
    current = Path(worker.plan.current)
    begun = time.time() - current.stat().st_mtime if current.exists() else 0.0
    return time.monotonic() - worker.heard > _SILENT < begun


def _lost(worker: _Worker, what: str, tally: Tally, start: float) -> list[_Worker]:
    """Tell which input a worker was lost with, and start another one with the round after, if there is time."""
    try:
        surface, content = pickle.loads(Path(worker.plan.current).read_bytes())
    except (OSError, EOFError, pickle.UnpicklingError):
        raise SystemExit(f"a worker {what} before its first input") from None
    tally.add(Batch(surface, worker.round, broken=[Broken(Failure(what, "process", ""), content)]))
    left = worker.plan.seconds - (time.monotonic() - start)
    plan = worker.plan._replace(first=worker.round + worker.plan.step, seconds=left)
    return [_start(plan)] if left > 0 and plan.first < plan.rounds else []


def _tell(surface: str, broken: Broken) -> None:
    """Show a failure, and write its input where it can be tried again from."""
    text = repr(broken.input)
    name = f"{surface}-{hashlib.sha256(repr(broken.failure.signature).encode()).hexdigest()[:8]}"
    FAILURES.mkdir(parents=True, exist_ok=True)
    (FAILURES / name).write_text(text, encoding="utf-8", errors="surrogatepass")
    shown = text if len(text) <= 400 else f"{text[:400]} ... ({len(text):,} characters)"
    print(f"\n{surface}: {broken.failure.what}\n  in     {broken.failure.place}\n  input  {shown}")
    print(f"  repeat make fuzz REPEAT=build/fuzz/{name}", flush=True)


def _repeat(path: Path) -> int:
    """Try one input again."""
    text = path.read_text(encoding="utf-8", errors="surrogatepass")
    name = path.name.rpartition("-")[0]
    surface: Surface = next(each for each in load_surfaces() if each.name == name)
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        failure = Watch().failure_of(surface.check, ast.literal_eval(text))
    print("no failure" if failure is None else f"{failure.traceback}{failure.what}")
    return failure is not None


if __name__ == "__main__":
    sys.exit(main())
