"""The models that Python code names: read from its syntax tree, so that comments and docstrings name none."""

from __future__ import annotations

import ast
import gc
import itertools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from llmsurvey.importers.repositories.command_lines import RUNS
from llmsurvey.importers.repositories.mention import Mention
from llmsurvey.importers.repositories.model_names import PROVIDER, ModelNames, Place
from llmsurvey.importers.repositories.model_words import names_models, names_repository, reads_data, says_otherwise
from llmsurvey.importers.repositories.python_calls import (
    CALLS,
    FIRST_SAYS,
    NO_MODELS,
    OTHER_KINDS,
    SENTENCE_TRANSFORMERS,
)
from llmsurvey.importers.repositories.texts import find_in_text

_QUOTED = re.compile(
    rf"""["']((?:{PROVIDER})?[A-Za-z0-9][\w.-]{{0,95}}/[A-Za-z0-9][\w.@:-]{{0,95}}|[A-Za-z][\w.:-]{{2,95}})["']""",
    re.ASCII,
)
_SURELY = (
    "from_pretrained", "pipeline(", "SentenceTransformer", "CrossEncoder", "snapshot_download", "hf_hub_download",
    "LLM(", "InferenceClient", "HuggingFace", "huggingface.co/", "hf://", *RUNS,
)  # fmt: skip
"""What stands in code that names a model, or takes one; all other code is parsed only if it has a model's name."""

_NO_CHILDREN = {"ctx", "op", "ops", "kind", "type_comment", "lineno", "id", "attr", "arg"}
"""Fields of a syntax tree in which there are no expressions."""

_COMMAND = re.compile(r"\b(?:huggingface-cli|hf|vllm|ollama)\s+\w")

_COMMANDS = {
    ("vllm", "serve"),
    ("huggingface-cli", "download"),
    ("hf", "download"),
    ("ollama", "run"),
    ("ollama", "pull"),
}
"""Commands behind which a model stands, where they are written as a list."""

_DEEP = 6
"""So many expressions within each other are looked into for texts."""


class PythonModels(NamedTuple):
    """The `mentions` in code, and how many calls take a model that only a run of it would tell."""

    mentions: list[Mention]
    untold: int


def find_in_python(text: str, names: ModelNames) -> PythonModels:
    """Return the models that code names. Raises SyntaxError for what isn't Python, or is nested too deeply."""
    if not any(word in text for word in _SURELY) and not any(map(names.may_name, set(_QUOTED.findall(text)))):
        return PythonModels([], 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parse(text)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error)) from None
    reader = _Reader(text, names)
    for node in _walk(tree):
        reader.read(node)
    return PythonModels(reader.mentions(), reader.untold())


def _parse(text: str) -> ast.Module:
    """Return the syntax tree of code; meanwhile nothing looks for garbage, of which there is none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        if was_enabled:
            gc.enable()


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what `ast.walk` does but for contexts and operators, in half the time."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        for name in node._fields:
            if name in _NO_CHILDREN:
                continue
            value = getattr(node, name, None)
            if isinstance(value, list):
                pending += [child for child in value if isinstance(child, ast.AST)]
            elif isinstance(value, ast.AST):
                pending.append(value)


class _Found(NamedTuple):
    """How a text names a model, and how surely."""

    place: Place
    named_in: str
    name: str


class _Reader:
    """Collects the texts of a syntax tree that name models, each with the surest place that it stands in."""

    def __init__(self, text: str, names: ModelNames) -> None:
        self._lines = text.split("\n")
        self._names = names
        self._found: dict[ast.Constant, _Found] = {}
        self._texts: list[ast.Constant] = []
        self._prose: set[ast.Constant] = set()
        self._values: dict[str, list[ast.expr]] = {}
        self._variables: list[tuple[str, str]] = []
        self._made: set[str] = set()
        """What goes to functions that take data, or what the program makes itself: `push_to_hub(args.repo_id)`."""

        self._untold = 0
        self._readers: dict[type[ast.AST], Callable[[Any], None]] = {
            ast.Call: self._read_call,
            **dict.fromkeys((ast.Assign, ast.AnnAssign, ast.NamedExpr), self._read_assignment),
            **dict.fromkeys((ast.For, ast.AsyncFor, ast.comprehension), self._read_loop),
            ast.arguments: self._read_parameters,
            ast.Dict: self._read_dict,
            ast.List: self._read_command,
            ast.Expr: self._read_expression,
            ast.Constant: self._read_constant,
        }

    def read(self, node: ast.AST) -> None:
        """Take down what one node of the tree says."""
        read = self._readers.get(type(node))
        if read is not None:
            read(node)

    def _read_loop(self, loop: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        self._keep_value(loop.target, loop.iter)

    def _read_dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if (word := _text_of(key)) is not None and names_models(word):
                self._take([value], Place.WORD, word)

    def _read_expression(self, node: ast.Expr) -> None:
        """Keep what is a docstring apart."""
        if isinstance(node.value, ast.Constant):
            self._prose.add(node.value)

    def _read_constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._texts.append(node)

    def _read_call(self, call: ast.Call) -> None:
        function = _last_name(call.func)
        keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if function in NO_MODELS or _text_of(keywords.get("repo_type")) in OTHER_KINDS:
            given = [*call.args, *keywords.values()]
            self._prose.update(_texts_in(given))
            self._made.update(map(_last_name, given))
            return
        if reads_data(function):
            keywords = {word: value for word, value in keywords.items() if not names_repository(word)}
        if (arguments := CALLS.get(function)) is not None:
            given = [call.args[position] for position in arguments.positions if position < len(call.args)]
            given += [keywords[word] for word in arguments.keywords if word in keywords]
            self._take(given, Place.CALL, function)
            self._untold += bool(given) and not any(self._is_told(value) for value in given)
            self._variables += [(value.id, function) for value in given if isinstance(value, ast.Name)]
        if function in FIRST_SAYS or function.endswith("Field"):
            said = [_text_of(argument) or "" for argument in call.args]
            word = next((word for word in said if names_models(word)), None)
            if word is not None and ("/" not in word):
                values = [*call.args[1:], *(keywords[name] for name in ("default", "choices") if name in keywords)]
                self._take(values, Place.WORD, word)
        if arguments is None and names_models(function) and call.args:
            self._take(call.args[:1], Place.WORD, function)
        for word, value in keywords.items():
            if names_models(word):
                self._take([value], Place.WORD, word)

    def _is_told(self, value: ast.expr) -> bool:
        """Whether the code itself says what a value is, or it is an object that was made elsewhere."""
        return any(True for _ in _texts_in([value])) or isinstance(value, (ast.Call, ast.Constant))

    def _read_assignment(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is None:
            return
        for target in targets:
            self._keep_value(target, node.value)
            word = _last_name(target)
            if names_models(word):
                self._take([node.value], Place.WORD, word)

    def _keep_value(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._values.setdefault(target.id, []).append(value)

    def _read_parameters(self, parameters: ast.arguments) -> None:
        positional = [*parameters.posonlyargs, *parameters.args]
        usual = [*zip(positional[::-1], parameters.defaults[::-1], strict=False)]
        usual += [
            (word, value) for word, value in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True) if value
        ]
        for parameter, value in usual:
            self._values.setdefault(parameter.arg, []).append(value)
            if names_models(parameter.arg):
                self._take([value], Place.WORD, parameter.arg)

    def _read_command(self, command: ast.List) -> None:
        """Take what stands behind an option of a command that is written as a list: `["--model", "ORG/NAME"]`."""
        words = command.elts
        for option, value in itertools.pairwise(words):
            word = _text_of(option)
            if word is not None and word.startswith("-") and names_models(word):
                self._take([value], Place.WORD, word)
        said = [_text_of(word) for word in words[:3]]
        if tuple(said[:2]) in _COMMANDS:
            self._take(words[2:3], Place.CALL, f"{said[0]} {said[1]}")

    def _take(self, values: Iterable[ast.expr], place: Place, named_in: str) -> None:
        for value in values:
            is_one = not isinstance(value, (ast.List, ast.Tuple, ast.Set, ast.Dict))
            for constant in _texts_in([value]):
                self._take_text(constant, place, named_in, is_one=is_one)

    def _take_text(self, constant: ast.Constant, place: Place, named_in: str, *, is_one: bool = True) -> None:
        """Keep what a text names, the surest; of a name without an owner in a list it isn't said what that is of."""
        before = self._found.get(constant)
        if before is not None and before.place >= place:
            return
        text = str(constant.value)
        if not is_one and "/" not in text and not self._names.is_service(text):
            return
        if place == Place.CALL and named_in in SENTENCE_TRANSFORMERS:
            name = self._names.read_sentence_transformer(text)
        else:
            name = self._names.read(text, place)
        if name is not None:
            self._found[constant] = _Found(place, named_in, name)

    def untold(self) -> int:
        """Return how many calls take a model that the code doesn't name."""
        told = sum(any(True for _ in _texts_in(self._values.get(word, ()))) for word, _ in self._variables)
        return max(0, self._untold - told)

    def mentions(self) -> list[Mention]:
        """Return what names models, once all nodes were read."""
        for variable, function in self._variables:
            self._take(self._values.get(variable, ()), Place.CALL, function)
        mentions = []
        for constant in self._texts:
            if constant in self._prose:
                continue
            text = str(constant.value)
            if constant not in self._found and _COMMAND.search(text):
                found = find_in_text(text, self._names)
                mentions += [self._place(constant, mention) for mention in found]
                continue
            self._take_text(constant, Place.ANY, "")
            if (told := self._found.get(constant)) is not None and not self._is_made(told):
                mentions.append(self._place(constant, self._mention(told)))
        return mentions

    def _is_made(self, told: _Found) -> bool:
        """Whether what a text names is data, or made here: nothing but the hub is spoken of, and there it goes."""
        return told.place < Place.CALL and told.named_in in self._made and names_repository(told.named_in)

    def _mention(self, told: _Found) -> Mention:
        return Mention(0, 0, told.name, told.named_in, self._names.known_as(told.name))

    def _place(self, constant: ast.Constant, mention: Mention) -> Mention:
        """Return a mention at the place of its name: in whichever line of the text, or where that begins."""
        first = constant.lineno - 1
        lines = self._lines[first : constant.end_lineno] or [""]
        start = len(lines[0].encode()[: constant.col_offset].decode(errors="replace"))
        for row, line in enumerate(lines):
            column = line.find(mention.name, 0 if row else start)
            if column >= 0:
                return mention._replace(line=first + row + 1, column=column + 1)
        return mention._replace(line=constant.lineno, column=start + 1)


def _texts_in(values: Iterable[ast.expr], depth: int = 0) -> Iterator[ast.Constant]:
    """Yield the texts that a value can be: those of lists and dicts, of both branches, of what a call falls back to."""
    for value in values:
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str):
                yield value
        elif depth < _DEEP:
            yield from _texts_in(_parts_of(value), depth + 1)


def _parts_of(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        return value.elts
    if isinstance(value, ast.Dict):
        pairs = zip(value.keys, value.values, strict=True)
        return [part for key, part in pairs if not says_otherwise(_text_of(key) or "")]
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    if isinstance(value, ast.BoolOp):
        return value.values
    if isinstance(value, ast.Starred):
        return [value.value]
    if isinstance(value, ast.Call):
        function = _last_name(value.func)
        if function in FIRST_SAYS:
            return value.args[1:]
        if function.lower().endswith("field") or function in ("str", "Argument", "Query", "Form"):
            return [*value.args[:1], *(keyword.value for keyword in value.keywords if keyword.arg == "default")]
    return []


def _text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _last_name(node: ast.expr) -> str:
    """Return what a name, an attribute or an item is called at last: `models.base["name"]` is `name`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        return _text_of(node.slice) or ""
    return ""
