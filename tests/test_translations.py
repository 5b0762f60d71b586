"""Everything that the program says is said in Korean too, and only to people."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from rich.cells import cell_len
from tests.program import run_program

from llmsurvey.answers.licences import LicencesQuestion, list_licences
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.library import Library
from llmsurvey.messages import use_language
from llmsurvey.registry.registry import Registry

pytestmark = pytest.mark.usefixtures("warm_cache")

ROOT = Path(__file__).parents[1]
PO = ROOT / "translations" / "ko.po"


def _load_update() -> ModuleType:
    """The module of translations/, which is no package."""
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "translations" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


update = _load_update()
COLLECTED = update.collected()
with PO.open("rb") as _file:
    KOREAN = read_po(_file, locale="ko")
MESSAGES = [message for message in KOREAN if message.id]


def _say(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with variables of the environment of its own."""
    return run_program(arguments, Path.cwd(), environment=environment)


def _has_hangul(text: str) -> bool:
    return any(unicodedata.name(character, "").startswith("HANGUL") for character in text)


def _texts(value: object) -> list[str]:
    """The forms of a message or of its translation."""
    return [str(text) for text in value] if isinstance(value, (tuple, list)) else [str(value)]


def test_korean_has_every_message_and_no_other() -> None:
    wanted = {(message.context, *_texts(message.id)) for message in COLLECTED if message.id}
    assert {(message.context, *_texts(message.id)) for message in MESSAGES} == wanted, "run `make messages`"


def test_every_message_is_translated() -> None:
    assert [message.id for message in MESSAGES if not update.is_translated(message)] == []


def test_nothing_is_fuzzy_or_obsolete() -> None:
    assert [message.id for message in MESSAGES if message.fuzzy] == []
    assert not KOREAN.obsolete


@pytest.mark.parametrize(
    "kept", [r"\{[^{}]*\}", r"`[^`]*`", r"--[a-z]+(?:-[a-z]+)*"], ids=["placeholders", "code", "options"]
)
def test_a_translation_keeps_what_is_no_language(kept: str) -> None:
    for message in MESSAGES:
        for translation in _texts(message.string):
            assert set(re.findall(kept, translation)) == set(re.findall(kept, _texts(message.id)[-1])), message.id


def test_the_file_is_as_it_is_written() -> None:
    assert update.as_po(update.merged("ko")) == PO.read_bytes(), "run `make messages`"


def test_what_is_compiled_is_what_was_translated() -> None:
    assert update.compiled("ko").read_bytes() == update.as_mo(PO.read_bytes(), "ko"), "run `make messages`"


@pytest.mark.parametrize(
    "command",
    [
        "list --commercial --columns all",
        "licence Vicuna",
        "licences",
        "lineage KULLM",
        "compare --benchmark hellaswag",
        "compare LLaMA Falcon",
        "rank",
        "show LLaMA@65B",
        "table 1",
        "table 4 --as-printed",
        "claims",
        "claims C61",
        "timeline",
        "stats",
        "stats --by field",
        "memory LLaMA@65B",
        "cite --references",
        "timeline --format table",
        "--help",
        "list --help",
        "show vicunna",
        "list --columns nmae",
    ],
)
def test_english_is_the_language_of_whoever_asks_for_none(command: str) -> None:
    answer = _say(*command.split())
    said = re.sub(r'"[^"]*"', "", answer.stdout + answer.stderr)  # claims quote the paper, which is Korean
    assert not _has_hangul(said)
    korean = _say(*command.split(), LLMSURVEY_LANG="ko")
    assert _has_hangul(korean.stdout + korean.stderr)
    assert korean.returncode == answer.returncode


@pytest.mark.parametrize("format", ["csv", "json", "yaml"])
@pytest.mark.parametrize(
    "command",
    [
        "list",
        "licence Vicuna",
        "licences",
        "compare --benchmark hellaswag",
        "compare LLaMA Falcon --transpose",
        "rank",
        "show KULLM",
        "table 1",
        "table 4 --as-printed",
        "claims C61",
        "timeline --columns all",
        "stats",
        "stats --by field",
        "memory LLaMA@65B",
        "cite --references",
        "errata",
        "table 1 --transpose",
        "search kullm",
        "lineage KULLM",
    ],
)
def test_what_programs_read_is_the_same_in_every_language(command: str, format: str) -> None:
    arguments = (*command.split(), "--format", format)
    assert _say(*arguments, LLMSURVEY_LANG="ko").stdout == _say(*arguments).stdout != ""


@pytest.mark.parametrize(
    "command",
    [
        "lineage KULLM --format dot",
        "lineage KULLM --format mermaid",
        "timeline --format mermaid",
        "timeline --by kind --format mermaid",
    ],
)
def test_a_graph_for_programs_is_the_same_in_every_language(command: str) -> None:
    arguments = command.split()
    assert _say(*arguments, LLMSURVEY_LANG="ko").stdout == _say(*arguments).stdout != ""


@pytest.mark.parametrize("format", ["table", "md", "html", "latex"])
def test_what_people_read_is_in_their_language(format: str) -> None:
    said = _say("licence", "Vicuna@13B-v1.1", "--format", format, "--lang", "ko").stdout
    assert "라이선스" in said
    assert "Vicuna의 델타 기반: 가중치의 라이선스" in said


@pytest.mark.parametrize(
    ("option", "environment", "korean"),
    [
        ("", {}, False),
        ("", {"LANG": "ko_KR.UTF-8"}, True),
        ("", {"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        ("", {"LANG": "de_DE.UTF-8"}, False),
        ("", {"LLMSURVEY_LANG": "ko", "LC_ALL": "C.UTF-8"}, True),
        ("", {"LLMSURVEY_LANG": "en", "LANG": "ko_KR.UTF-8"}, False),
        ("--lang=en", {"LLMSURVEY_LANG": "ko", "LANG": "ko_KR.UTF-8"}, False),
        ("--lang=ko", {"LLMSURVEY_LANG": "en"}, True),
        ("--lang=KO", {}, True),
        ("", {"LLMSURVEY_LANG": "ko-KR"}, True),
        ("", {"LLMSURVEY_LANG": "KO_KR.UTF-8"}, True),
    ],
)
def test_the_option_beats_the_variable_and_that_the_locale(
    option: str, environment: dict[str, str], korean: bool
) -> None:
    answer = _say("list", "--limit", "1", *filter(None, [option]), **environment)
    assert answer.stdout.startswith("이름" if korean else "name")


@pytest.mark.parametrize(("arguments", "environment"), [(["--lang", "fr"], {}), ([], {"LLMSURVEY_LANG": "fr"})])
def test_an_unknown_language_is_refused_with_those_that_are_known(
    arguments: list[str], environment: dict[str, str]
) -> None:
    answer = _say("list", *arguments, **environment)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert '"fr"' in answer.stderr
    assert answer.stderr.endswith("en, ko.\n")


def test_faults_of_a_registry_are_told_in_korean_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("models:\n  - {id: mine, name: Mine, released: soon, licence: mitt}\n", encoding="utf-8")
    told = _say("validate", str(file), "--lang", "ko").stderr.splitlines()
    assert told == [
        f'{file}:2:38: 모델 "mine"의 "released": \'soon\': 날짜가 아닙니다. 2023, 2023-07, 2023-07-18처럼 쓰십시오',
        f'{file}:2:53: 라이선스 "mitt": 레지스트리에 없습니다. 혹시 "mit"입니까? 추가하거나 id를 쓰십시오',
        "오류 2개. 아무것도 읽어 들이지 않았습니다.",
    ]


def _cells(line: str) -> Iterator[str]:
    """What stands in each cell of a line: a wide character, and then nothing in its second cell."""
    for character in line:
        yield character
        yield from [""] * (cell_len(character) - 1)


@pytest.mark.parametrize("command", ["licences", "list --commercial", "search 구름", "licence KULLM@12.8B-v2"])
def test_columns_line_up_with_hangul(command: str) -> None:
    lines = _say(*command.split(), "--lang", "ko").stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(("ID", "이름", "구분", "단계")))
    heading = list(_cells(lines[start]))
    begins = [
        place for place in range(2, len(heading)) if heading[place].strip() and heading[place - 2 : place] == [" ", " "]
    ]
    rows = [list(_cells(line)) for line in lines[start + 1 :] if "  " in line]
    assert len(begins) > 2
    assert len(rows) > 2
    for row in rows:
        for place in begins:
            assert "".join(row[place - 2 : place]).strip() == "", "".join(row)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_of_hangul_is_wider_than_the_terminal(width: int, registry: Registry) -> None:
    use_language("ko")
    try:
        lines = render(
            list_licences(Library(registry=registry), LicencesQuestion()).table(), Terminal(width)
        ).splitlines()
    finally:
        use_language("en")
    assert "상업적 이용" in "".join(lines)
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("command", ["list", "compare", "memory"])
@pytest.mark.parametrize("columns", ["90", "100"])
def test_help_in_hangul_loses_no_word_where_a_line_is_broken(command: str, columns: str) -> None:
    shown = _say(command, "--help", "--lang", "ko", COLUMNS=columns).stdout
    assert "사용법:" in shown
    assert "…" not in shown
