"""The way over standard input and output: a message a line, and an error for each line that is none.

The SDK's own passes over what it can't read without a word, takes a line of any length, forgets what it was asked when
its input ends, and doesn't let go of it when it is interrupted.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import anyio
import anyio.from_thread
import mcp_types as types
from anyio.lowlevel import EventLoopToken, current_token
from anyio.streams.memory import MemoryObjectReceiveStream as Receiving
from anyio.streams.memory import MemoryObjectSendStream as Sending
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

from llmsurvey.messages import Message, say, translated

LONGEST = 1_000_000
"""Bytes that a message may have; a longer one is read to its end and forgotten."""

_BLOCK = 65_536

_PATIENCE = 60.0
"""Seconds in which what was asked before the input ended must be answered."""


class Wire:
    """Messages from one descriptor and to another; `is_cut` says that nobody reads them any more."""

    def __init__(self, source: int, target: int) -> None:
        self.is_cut = False
        self._source = source
        self._target = target
        self._unanswered: set[types.RequestId | None] = set()
        self._answered = anyio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Receiving[SessionMessage | Exception], Sending[SessionMessage]]]:
        """Open the streams of what comes in and what goes out."""
        coming, incoming = anyio.create_memory_object_stream[SessionMessage | Exception]()
        outgoing, going = anyio.create_memory_object_stream[SessionMessage]()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._read, coming, outgoing.clone())
            tasks.start_soon(self._write, going, tasks.cancel_scope)
            yield incoming, outgoing

    async def _read(self, coming: Sending[SessionMessage | Exception], answers: Sending[SessionMessage]) -> None:
        """Pass on each line that is a message, and answer each that is none; wait at the end for what is unanswered."""
        lines, received = anyio.create_memory_object_stream[bytes | None]()
        Thread(target=_feed_lines, args=(self._source, lines, current_token()), daemon=True).start()
        async with coming, answers, received:
            async for line in received:
                message = read_message(line)
                if isinstance(message, types.JSONRPCError):
                    await answers.send(SessionMessage(message))
                elif message is not None:
                    self._remember(message)
                    await coming.send(SessionMessage(message))
            with anyio.move_on_after(_PATIENCE):
                while self._unanswered:
                    await self._answered.wait()

    def _remember(self, message: types.JSONRPCMessage) -> None:
        """Keep in mind what has to be answered before the end."""
        if isinstance(message, types.JSONRPCRequest):
            self._unanswered.add(message.id)
        elif isinstance(message, types.JSONRPCNotification) and message.method == "notifications/cancelled":
            self._unanswered.discard((message.params or {}).get("requestId"))

    async def _write(self, going: Receiving[SessionMessage], everything: anyio.CancelScope) -> None:
        """Write each message in a line; where nobody reads them, end everything."""
        async with going:
            async for sent in going:
                try:
                    _write_all(self._target, _line_of(sent.message))
                except OSError:
                    self.is_cut = True
                    everything.cancel()
                    return
                self._unanswered.discard(getattr(sent.message, "id", None))
                self._answered.set()
                self._answered = anyio.Event()


def _line_of(message: types.JSONRPCMessage) -> bytes:
    return message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"


def _write_all(target: int, content: bytes) -> None:
    """Write content to a descriptor that may take less than that at once. Raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(target, rest) :]


def _feed_lines(source: int, lines: Sending[bytes | None], loop: EventLoopToken) -> None:
    """Send the lines of a descriptor from a thread of its own, which nothing can interrupt while it waits for one."""
    with contextlib.suppress(anyio.RunFinishedError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        for line in read_lines(source):
            anyio.from_thread.run(lines.send, line, token=loop)
        anyio.from_thread.run_sync(lines.close, token=loop)


def read_lines(source: int) -> Iterator[bytes | None]:
    """Yield the lines of a descriptor, the last too where it isn't ended, and None for each that is too long.

    One that is too long is never in memory as a whole. What can't be read has ended.
    """
    begun, is_too_long = bytearray(), False
    while block := _read_block(source):
        *ends, rest = block.split(b"\n")
        for end in ends:
            begun += end
            yield None if is_too_long or len(begun) > LONGEST else bytes(begun)
            begun, is_too_long = bytearray(), False
        begun += rest
        if len(begun) > LONGEST:
            begun, is_too_long = bytearray(), True
    if begun or is_too_long:
        yield None if is_too_long else bytes(begun)


def _read_block(source: int) -> bytes:
    try:
        return os.read(source, _BLOCK)
    except OSError:
        return b""


def read_message(line: bytes | None) -> types.JSONRPCMessage | None:
    """Return the message in a line, an error for one that is none (None was too long), and nothing for an empty one."""
    if line is None:
        return _refuse(
            types.INVALID_REQUEST,
            say("the request is longer than {number:,} bytes. Ask for less at once.", number=LONGEST),
        )
    if not line.strip():
        return None
    try:
        return types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid":
            return _refuse(types.PARSE_ERROR, say("the request is no JSON. Write one message a line."))
    return _refuse(
        types.INVALID_REQUEST,
        say("the request is no message of JSON-RPC 2.0. Write its jsonrpc, id, method and params."),
        _id_in(json.loads(line)),
    )


def _id_in(request: Any) -> types.RequestId | None:
    """Return the id by which whoever sent a request waits for its answer, if it has one."""
    number = request.get("id") if isinstance(request, dict) else None
    return number if isinstance(number, (int, str)) and not isinstance(number, bool) else None


def _refuse(code: int, problem: Message, number: types.RequestId | None = None) -> types.JSONRPCError:
    error = types.ErrorData(code=code, message=translated(problem))
    return types.JSONRPCError(jsonrpc="2.0", id=number, error=error)
