"""A client that speaks to the server as agents' programs do: a process of its own, a message a line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


class Client:
    """A server that was started and greeted, and what one asks it."""

    def __init__(self, arguments: Sequence[str] = (), environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "llmsurvey", "mcp", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._into, self._out_of = self._process.stdin, self._process.stdout
        self._number = 0
        self.greeting = self.ask("initialize", **HELLO)["result"]
        self.send(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def send(self, line: bytes) -> None:
        """Send a line, whatever it is."""
        self._into.write(line + b"\n")
        self._into.flush()

    def receive(self) -> Any:
        """The next message."""
        return json.loads(self._out_of.readline())

    def ask(self, method: str, **parameters: Any) -> Any:
        """The answer to a request."""
        self._number += 1
        request = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters}
        self.send(json.dumps(request).encode())
        answer = self.receive()
        assert answer["id"] == self._number
        return answer

    def call(self, tool: str, **arguments: Any) -> Any:
        """What a tool gives."""
        return self.ask("tools/call", name=tool, arguments=arguments)["result"]

    def close(self) -> tuple[int, bytes, bytes]:
        """End the input; how the server ends, what it had left to say, and what it said on standard error."""
        output, errors = self._process.communicate(timeout=60)
        return self._process.returncode, output, errors
