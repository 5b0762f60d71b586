"""What the server says of itself, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client as SdkClient
from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client
from tests.agents.client import HELLO, Client

import llmsurvey
from llmsurvey.agents.arguments import MEANINGS
from llmsurvey.agents.questions import schema_of_arguments
from llmsurvey.agents.tools import TOOLS
from llmsurvey.agents.wire import LONGEST
from llmsurvey.answers.schema import find_schema

pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture(scope="module")
def client(one_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that goes on, whatever it was asked before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(one_cache))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        with Client() as started:
            yield started


def error_of(answer: Any) -> tuple[int, str]:
    """Code and text of an error of the protocol."""
    return answer["error"]["code"], answer["error"]["message"]


def text_of(result: Any) -> str:
    """The text of a tool's error, which is all that it gives."""
    assert result["isError"]
    assert "structuredContent" not in result
    assert len(result["content"]) == 1
    text: str = result["content"][0]["text"]
    return text


# What it says of itself


def test_every_tool_only_reads_and_says_what_it_takes_and_gives(client: Client) -> None:
    tools = {tool["name"]: tool for tool in client.ask("tools/list")["result"]["tools"]}
    assert tools.keys() == TOOLS.keys()
    for name, tool in tools.items():
        hints = {key: hint for key, hint in tool["annotations"].items() if key != "title"}
        assert hints == {
            "readOnlyHint": True,
            "destructiveHint": False,
            "idempotentHint": True,
            "openWorldHint": False,
        }
        Draft202012Validator.check_schema(tool["inputSchema"])
        assert tool["inputSchema"]["additionalProperties"] is False
        assert all(schema["description"] for schema in tool["inputSchema"]["properties"].values())
        published = find_schema(name)["$defs"]
        assert tool["outputSchema"]["type"] == "object"
        assert tool["outputSchema"]["properties"] == published["envelope"]["properties"]
        assert tool["outputSchema"]["$defs"]["answer"] == published["answer"]


def test_no_argument_names_a_file_and_every_meaning_is_used() -> None:
    schemas = {name: schema_of_arguments(tool)["properties"] for name, tool in TOOLS.items()}
    names = {argument for schema in schemas.values() for argument in schema}
    assert not names & {"registry", "output", "samples", "runs", "reading", "map", "path", "file"}
    own = {argument for tool in TOOLS.values() for argument in tool.own_words}
    assert own <= names
    assert set(MEANINGS) <= names


def test_default_limits_are_said() -> None:
    for tool in TOOLS.values():
        said = schema_of_arguments(tool)["properties"]["limit"]["description"]
        assert tool.limit is None or f"{tool.limit} where none is asked for" in said


def test_rows_that_are_left_out_are_said_with_how_to_have_them(client: Client) -> None:
    notes = client.call("search", text="llama")["structuredContent"]["notes"]
    limited = next(note for note in notes if note["kind"] == "limited")
    assert limited["facts"]["shown"] == 10
    assert (
        limited["text"]
        == f"The first 10 of {limited['facts']['total']} rows. `limit={limited['facts']['total']}` shows all."
    )


def test_the_greeting_tells_how_to_read_answers(client: Client) -> None:
    assert client.greeting["serverInfo"]["name"] == "llmsurvey"
    assert {"tools", "resources"} <= client.greeting["capabilities"].keys()
    assert "never invent" in client.greeting["instructions"]


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_the_sdk_s_own_client_gets_answers_that_it_validates(mode: str) -> None:
    async def ask() -> Any:
        server = StdioServerParameters(command=sys.executable, args=["-m", "llmsurvey", "mcp"], env=dict(os.environ))
        async with SdkClient(stdio_client(server), mode=mode) as client:
            assert len((await client.list_tools()).tools) == len(TOOLS)
            return await client.call_tool("licence", {"name": "Vicuna@13B-v1.1"})

    result = anyio.run(ask)
    assert result.structured_content["answer"][0]["verdict"] == "no"


# What it refuses


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"name": "vicunna"}, "Did you mean Vicuna or KoVicuna?"),
        ("licence", {"name": "Nosuch-9T"}, 'no model or licence is called "Nosuch-9T".'),
        ("lineage", {"name": "LLaMA@9B"}, "9B"),
        ("compare", {"names": ["LLaMA", "Falcno"]}, "Did you mean Falcon"),
        ("compare", {}, "compare needs models or a benchmark"),
        ("claims", {"names": ["C999"]}, "There are C1 to C88."),
        ("rank", {"board": "open-llm-leaderbord"}, "Did you mean open-llm-leaderboard?"),
        ("rank", {"board": "open-llm-leaderboard@2020-01-01"}, "2020-01-01"),
        ("rank", {"method": "median"}, "method: 'median' is not one of"),
        ("rank", {"columns": ["nosuch"]}, "nosuch"),
        ("rank", {"lmit": 3}, 'no argument is called "lmit". Did you mean limit?'),
        ("rank", {"limit": -1}, "limit: -1 is less than the minimum of 0."),
        ("rank", {"weight": {"arc": 0}}, "weight.arc: 0 is less than or equal to the minimum of 0."),
        ("choose", {"fits": "a big one"}, "a big one"),
        ("choose", {"use": ["eat"]}, 'no use is called "eat"'),
        ("choose", {"language": "ko"}, "language: 'ko' is not of type 'array'."),
        ("search", {}, "text is missing."),
        ("search", {"text": " "}, "text"),
        ("search", {"text": "x" * 501}, "text is longer than 500 characters."),
        ("compare", {"names": ["a"] * 51}, "names has more than 50 items."),
        ("compare", {"names": ["a" * 999_000]}, "names[0] is longer than 500 characters."),
    ],
)
def test_what_a_tool_cannot_answer_is_one_line(client: Client, tool: str, arguments: dict[str, Any], said: str) -> None:
    text = text_of(client.call(tool, **arguments))
    assert said in text
    assert "\n" not in text
    assert len(text) < 700
    assert client.call("search", text="구름")["structuredContent"]["answer"][0]["id"] == "kullm"


@pytest.mark.parametrize("tool", ["rank", "choose", "compare"])
def test_no_board_is_read_from_a_file(client: Client, tmp_path: Path, tool: str) -> None:
    file = tmp_path / "board.csv"
    file.write_text("model,arc,mmlu\nLLaMA-7B,50,40\nFalcon-7B,40,30\n")
    others = {"names": ["LLaMA@7B", "Falcon@7B"]} if tool == "compare" else {}
    for board in (str(file), os.path.relpath(file), "/etc/passwd", "../boards/x", "-", "", "@../../etc", "board.csv"):
        assert "no " in text_of(client.call(tool, board=board, **others)), board


def test_a_tool_that_there_is_not_has_the_nearest(client: Client) -> None:
    answer = client.ask("tools/call", name="licens", arguments={})
    assert error_of(answer) == (-32602, 'no tool is called "licens". Did you mean licence?')


NO_MESSAGES = {
    b"nonsense": (-32700, "the request is no JSON. Write one message a line."),
    b'{"jsonrpc": "2.0", "id": 1, "method"': (-32700, "the request is no JSON. Write one message a line."),
    b"\xff\xfe{}": (-32700, "the request is no JSON. Write one message a line."),
    b'"\\ud800"': (-32700, "the request is no JSON. Write one message a line."),
    b"[" * 100_000: (-32700, "the request is no JSON. Write one message a line."),
    b"[]": (-32600, "the request is no message of JSON-RPC 2.0. Write its jsonrpc, id, method and params."),
    b'{"id": 1}': (-32600, "the request is no message of JSON-RPC 2.0. Write its jsonrpc, id, method and params."),
    b"x" * (LONGEST + 1): (-32600, "the request is longer than 1,000,000 bytes. Ask for less at once."),
    b"[" + b"1," * 3_000_000: (-32600, "the request is longer than 1,000,000 bytes. Ask for less at once."),
}


@pytest.mark.parametrize("line", NO_MESSAGES, ids=range(len(NO_MESSAGES)))
def test_a_line_that_is_no_message_gets_one_error_and_the_next_an_answer(client: Client, line: bytes) -> None:
    client.send(line)
    answer = client.receive()
    assert answer["id"] == (1 if line.startswith(b'{"id": 1') else None)
    assert error_of(answer) == NO_MESSAGES[line]
    assert client.call("show", name="hellaswag")["structuredContent"]["command"] == "show"


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("nosuch", {}, -32601),
        ("tools/call", {"name": "search", "arguments": [1]}, -32602),
        ("tools/call", {}, -32602),
        ("resources/list", {"cursor": "x"}, -32602),
        ("resources/read", {"uri": "file:///etc/passwd"}, -32602),
        ("resources/read", {"uri": "llmsurvey://model/..%2F..%2Fetc%2Fpasswd"}, -32602),
        ("resources/read", {"uri": "llmsurvey://nosuch/llama"}, -32602),
        ("resources/read", {"uri": "llmsurvey://model/"}, -32602),
    ],
)
def test_a_request_that_means_nothing_gets_one_error(client: Client, method: str, parameters: Any, code: int) -> None:
    assert error_of(client.ask(method, **parameters))[0] == code
    assert client.ask("ping")["result"] == {}


def test_errors_are_in_the_user_s_language_and_answers_in_english() -> None:
    with Client(["--lang", "ko"]) as client:
        assert "이름이" in text_of(client.call("show", name="vicunna"))
        notes = client.call("show", name="KULLM")["structuredContent"]["notes"]
        assert "`sources` lists them" in notes[0]["text"]
        client.send(b"nonsense")
        assert "JSON" in error_of(client.receive())[1]


# Whose catalogue it is


def test_own_models_are_there_and_a_faulty_registry_is_an_error_of_each_call(tmp_path: Path) -> None:
    good, faulty = tmp_path / "good.yaml", tmp_path / "faulty.yaml"
    good.write_text('models:\n- {id: mine, name: "Mine\\e[31m<b>", developers: [Me]}\n')
    faulty.write_text("models:\n- {id: mine, licens: mit}\n")
    with Client(["--registry", str(good)]) as client:
        result = client.call("show", name="mine")
        assert result["structuredContent"]["answer"]["name"] == "Mine\x1b[31m<b>"
        assert "\x1b" not in result["content"][0]["text"]
        assert result["structuredContent"]["question"]["registry"] == [str(good)]
        assert result["structuredContent"]["answer"]["verdict"] == "unknown"
    with Client(["--registry", str(faulty)]) as client:
        assert f"{faulty}:2" in text_of(client.call("show", name="mine"))
        assert client.ask("ping")["result"] == {}


def test_the_user_s_defaults_count(tmp_path: Path) -> None:
    settings = {"LLMSURVEY_FITS": "80GB", "LLMSURVEY_BOARD": "open-llm-leaderboard@2023-06-29"}
    with Client(environment=settings) as client:
        question = client.call("choose", limit=1)["structuredContent"]["question"]
        assert (question["fits"], question["board"]) == ("80GB", "open-llm-leaderboard@2023-06-29")
        assert client.call("rank", limit=1)["structuredContent"]["question"]["board"] == question["board"]


# Records


def test_every_record_is_listed_once_and_can_be_read(client: Client) -> None:
    listed: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.ask("resources/list", **cursor)["result"]
        listed += page["resources"]
        if "nextCursor" not in page:
            break
        cursor = {"cursor": page["nextCursor"]}
    addresses = [resource["uri"] for resource in listed]
    registry = llmsurvey.open().registry
    kinds = (registry.models, registry.datasets, registry.benchmarks, registry.licences, registry.organisations)
    assert len(set(addresses)) == len(addresses) == sum(map(len, kinds))
    for address in addresses[:: len(addresses) // 25]:
        content = client.ask("resources/read", uri=address)["result"]["contents"][0]
        assert json.loads(content["text"])["answer"]["id"] == address.rpartition("/")[2]


def test_a_record_is_what_show_says_and_an_unknown_one_has_the_nearest(client: Client) -> None:
    content = client.ask("resources/read", uri="llmsurvey://model/kullm")["result"]["contents"][0]
    assert (content["uri"], content["mimeType"]) == ("llmsurvey://model/kullm", "application/json")
    assert json.loads(content["text"])["answer"] == client.call("show", name="KULLM")["structuredContent"]["answer"]
    code, text = error_of(client.ask("resources/read", uri="llmsurvey://model/vicunna"))
    assert (code, "Did you mean Vicuna" in text) == (-32602, True)
    templates = client.ask("resources/templates/list")["result"]["resourceTemplates"]
    assert [template["uriTemplate"] for template in templates][:2] == [
        "llmsurvey://model/{id}",
        "llmsurvey://dataset/{id}",
    ]


# How it ends


def requests(*methods: str) -> bytes:
    """Lines that greet and ask, as a script writes them."""
    first = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": HELLO}
    others = [{"jsonrpc": "2.0", "id": number, "method": name} for number, name in enumerate(methods, start=1)]
    return "".join(f"{json.dumps(line)}\n" for line in (first, *others)).encode()


def run_to_the_end(content: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "llmsurvey", "mcp"]
    return subprocess.run(command, input=content, capture_output=True, timeout=60)


def test_all_that_was_asked_is_answered_before_the_end() -> None:
    methods = ["tools/list", "resources/list", "ping", "nosuch"] * 20
    result = run_to_the_end(requests(*methods).rstrip())
    assert (result.returncode, result.stderr) == (0, b"")
    assert sorted(json.loads(line)["id"] for line in result.stdout.splitlines()) == list(range(len(methods) + 1))


@pytest.mark.parametrize("content", [b"", b"\n\n", b'{"jsonrpc": "2.0", "method": "notifications/cancelled"}\n'])
def test_nothing_is_said_where_nothing_is_asked(content: bytes) -> None:
    result = run_to_the_end(content)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_ctrl_c_and_a_client_that_is_gone_end_it_quietly() -> None:
    for is_gone, code in ((False, 130), (True, 141)):
        process = subprocess.Popen(
            [sys.executable, "-m", "llmsurvey", "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(requests())
        process.stdin.flush()
        process.stdout.readline()
        if is_gone:
            process.stdout.close()
            process.stdin.write(b"nonsense\n")
            process.stdin.flush()
        else:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == code
        assert process.stderr.read() == b""
        process.stderr.close()
        process.stdout.close()
        process.stdin.close()


@pytest.mark.parametrize(("closed", "code"), [("<&-", 0), (">&- </dev/null", 1)])
def test_a_closed_stream_ends_it_with_a_line_at_most(closed: str, code: int) -> None:
    command = f"'{sys.executable}' -m llmsurvey mcp {closed}"
    result = subprocess.run(
        ["bash", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    lines = ["llmsurvey: no agent can read the answers: standard input or output is closed."]
    assert (result.returncode, result.stderr.splitlines()) == (code, lines if code else [])


def test_it_greets_before_it_reads_the_catalogue() -> None:
    code = (
        "import sys, atexit; from llmsurvey.cli import main; sys.argv = ['llmsurvey', 'mcp'];"
        "atexit.register(lambda: print(*sys.modules, file=sys.__stderr__)); main()"
    )
    result = subprocess.run([sys.executable, "-c", code], input=requests(), capture_output=True, timeout=60)
    loaded = set(result.stderr.decode().split())
    assert json.loads(result.stdout)["id"] == 0
    assert not {"pandas", "pyarrow", "llmsurvey.registry.load", "matplotlib"} & loaded


@pytest.mark.parametrize("missing", [("mcp", "mcp_types"), ("anyio", "mcp", "mcp_types"), ("mcp_types",)])
def test_without_the_extra_it_says_in_one_line_what_to_install(tmp_path: Path, missing: tuple[str, ...]) -> None:
    for name in missing:
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError(name={name!r})")
    result = subprocess.run(
        [sys.executable, "-m", "llmsurvey", "mcp"],
        input=b"",
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert (result.returncode, result.stdout) == (2, b"")
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("llmsurvey: the server for agents needs more libraries. Install them: ")
    assert line.endswith("[agents]'")


def test_a_person_at_a_terminal_is_told_what_it_waits_for() -> None:
    import pty

    own, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "llmsurvey", "mcp"], stdin=its, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(its)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"llmsurvey: this waits for an agent's messages")
    os.write(own, b"\x04")  # Ctrl-D
    assert process.wait(timeout=120) == 0
    os.close(own)
    process.communicate()
