"""The server: what a client may ask of it by the protocol, and its way over standard input and output."""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from llmsurvey.agents.ask import ask_tool
from llmsurvey.agents.questions import schema_of_arguments
from llmsurvey.agents.resources import KINDS, SCHEME, list_addresses, read_record
from llmsurvey.agents.tools import TOOLS
from llmsurvey.agents.wire import Wire
from llmsurvey.answers.schema import find_schema
from llmsurvey.answers.type_schema import Schema
from llmsurvey.errors import LlmsurveyError, ReaderGoneError, UnknownNameError
from llmsurvey.formats.json import dump_json
from llmsurvey.library import Library
from llmsurvey.messages import say, show_hints_by, translated
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.version import __version__

_PAGE = 200
"""Resources that are listed at once."""

_JSON = "application/json"

_INSTRUCTIONS = """\
A catalogue of large language models, each fact with its source. Every result is an envelope: question, notes, answer.
- Read the notes: they say what was left out and why, on which board and day, and what can't be compared.
- null and "unknown" mean that no source says it: never "no". A name that doesn't exist is an error with the nearest
  names: never invent one; search when unsure.
- Ranks come with a confidence set (rank_set): models whose sets overlap can't be told apart.
- Verdicts say what licences say, down the whole lineage; they are no legal advice. Give conditions and caveats along.
- Lists are cut at a default limit, which the notes say; columns=[...] gives only those columns, for fewer tokens.
- Hints in notes are written as arguments: limit=38 of the same tool, show("KULLM") another one.
"""


def serve(library: Library, source: int, target: int) -> None:
    """Answer the questions of one client on descriptors of input and output, until it closes the input.

    Raises ReaderGoneError where it doesn't read the answers any more.
    """
    logging.getLogger("mcp").addHandler(logging.NullHandler())  # what the client is told needs no second word
    show_hints_by(str)
    anyio.run(_serve, library, source, target)


async def _serve(library: Library, source: int, target: int) -> None:
    server, wire = make_server(library), Wire(source, target)
    async with wire.open() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
    if wire.is_cut:
        raise ReaderGoneError


def make_server(library: Library) -> Server[Any]:
    """Return a server of the protocol that answers from a library."""

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_describe_tool(name) for name in TOOLS])

    async def call_tool(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        return _answer_call(library, asked.name, asked.arguments or {})

    async def list_resources(_: Any, asked: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return _list_page(library, asked.cursor if asked else None)

    async def list_templates(_: Any, __: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[_describe_template(kind) for kind in KINDS])

    async def read_resource(_: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return _read_resource(library, str(asked.uri))

    return Server(
        "llmsurvey",
        version=__version__,
        title="llmsurvey",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def _describe_tool(name: str) -> types.Tool:
    tool = TOOLS[name]
    return types.Tool(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=schema_of_arguments(tool),
        output_schema=schema_of_result(name),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def schema_of_result(name: str) -> Schema:
    """Return the published schema of a command's answer in its envelope, which is an object as the protocol asks."""
    definitions = find_schema(name)["$defs"]
    others = {key: schema for key, schema in definitions.items() if key != "envelope"}
    return {**definitions["envelope"], "$defs": others}


def _answer_call(library: Library, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return the answer of a tool, as an object and as text; what can't be answered is an error in one text."""
    if name not in TOOLS:
        unknown = UnknownNameError(say("tool"), name, nearest_names(name, TOOLS) or list(TOOLS))
        raise MCPError(types.INVALID_PARAMS, translated(unknown.message))
    try:
        envelope = ask_tool(library, name, arguments)
    except LlmsurveyError as error:
        text = types.TextContent(type="text", text=translated(error.message))
        return types.CallToolResult(content=[text], is_error=True)
    text = types.TextContent(type="text", text=dump_json(envelope))
    return types.CallToolResult(content=[text], structured_content=envelope)


def _list_page(library: Library, cursor: str | None) -> types.ListResourcesResult:
    """Return some of all records, and where the next begin."""
    if cursor is not None and not re.fullmatch(r"[0-9]{1,9}", cursor):
        raise MCPError(types.INVALID_PARAMS, translated(say("{cursor} is no cursor of this list.", cursor=cursor)))
    first = int(cursor or 0)
    page = list(islice(list_addresses(library), first, first + _PAGE + 1))
    resources = [
        types.Resource(uri=record.address, name=record.id, title=record.name, mime_type=_JSON)
        for record in page[:_PAGE]
    ]
    return types.ListResourcesResult(resources=resources, next_cursor=str(first + _PAGE) if len(page) > _PAGE else None)


def _describe_template(kind: str) -> types.ResourceTemplate:
    return types.ResourceTemplate(
        uri_template=f"{SCHEME}{kind}/{{id}}",
        name=kind,
        title=f"One {kind}",
        description=f"Every known fact of one {kind}, by its id or name, with sources.",
        mime_type=_JSON,
    )


def _read_resource(library: Library, uri: str) -> types.ReadResourceResult:
    try:
        text = dump_json(read_record(library, uri))
    except LlmsurveyError as error:
        raise MCPError(types.INVALID_PARAMS, translated(error.message)) from None
    return types.ReadResourceResult(contents=[types.TextResourceContents(uri=uri, mime_type=_JSON, text=text)])
