"""Files that are no text, or text in another form: what they are is told, or they are read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from llmsurvey.errors import BoardError
from llmsurvey.importers import Request, read_any
from llmsurvey.importers.markup import from_markdown, from_text
from llmsurvey.importers.piped import read_piped
from llmsurvey.registry.registry import Registry

SCORES = [{"Model": "A", "MMLU": 60.5}, {"Model": "B", "MMLU": 61}]
RUN = {"results": {"mmlu": {"acc": 0.605}}, "config": {"model_args": "pretrained=A"}}


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("header.json", "{}")
    return content.getvalue()


@pytest.mark.parametrize("name", ["log.eval", "scores", "scores.csv", "scores.zip", "scores.json"])
def test_a_zip_archive_is_called_one(registry: Registry, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(zipped())
    with pytest.raises(BoardError, match=r"is a zip archive or an Excel file\. Unpack it first"):
        read_any(tmp_path / name, Request(registry))


@pytest.mark.parametrize("name", ["scores.csv.gz", "scores.json.gz", "scores.gz", "scores.csv", "scores.json"])
def test_what_is_compressed_is_to_be_unpacked(registry: Registry, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"Model,MMLU\nA,60\n"))
    with pytest.raises(BoardError, match=r"is compressed\. Unpack it first"):
        read_any(tmp_path / name, Request(registry))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("content", [SCORES, RUN], ids=["table", "run"])
def test_json_is_read_by_its_mark(registry: Registry, tmp_path: Path, encoding: str, content: object) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    encoded = (mark + json.dumps(content)).encode(encoding)
    (tmp_path / "scores.json").write_bytes(encoded)
    for board in (
        read_any(tmp_path / "scores.json", Request(registry)).board,
        read_piped(encoded, "<stdin>", Request(registry)).board,
    ):
        assert (board.fact("name")[0], board.values[0, 0]) == ("A", 60.5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_json_end_in_any_way(registry: Registry, tmp_path: Path, end: str) -> None:
    (tmp_path / "scores.jsonl").write_bytes("".join(json.dumps(row) + end for row in SCORES).encode())
    board = read_any(tmp_path / "scores.jsonl", Request(registry)).board
    assert (board.fact("name"), board.values[:, 0].tolist(), board.fact("line")) == (["A", "B"], [60.5, 61], [1, 2])


@pytest.mark.parametrize(
    ("link", "text", "address"),
    [
        ("[`x`](https://x.y/a_(b))", "x", "https://x.y/a_(b)"),
        ("[x](https://x.y/a_(b)_(c))", "x", "https://x.y/a_(b)_(c)"),
        ("[x](https://x.y/a_(b_(c)))", "x", "https://x.y/a_(b_(c))"),
        ("[x](<https://x.y/a_(b)>)", "x", "https://x.y/a_(b)"),
        ('[**x**](https://x.y/ "a (b)")', "x", "https://x.y/"),
    ],
)
def test_the_address_of_a_link_may_hold_brackets(link: str, text: str, address: str) -> None:
    for read in (from_markdown, from_text):
        cleaned = read(link)
        assert (cleaned, getattr(cleaned, "address", None)) == (text, address)


def test_an_image_whose_address_holds_brackets_is_no_name() -> None:
    assert from_markdown("![logo](https://x.y/a_(b).png) our/x") == "our/x"
