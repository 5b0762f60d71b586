"""Licences that are named by an SPDX expression (`Apache-2.0 OR MIT`), or by a key of ScanCode's.

license-expression reads them, and is loaded only where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmsurvey.messages import Message, say
from llmsurvey.records import Licence
from llmsurvey.records.combined_licence import bind_together, take_laxest
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.nodes import Node

_SCANCODE = "LicenseRef-scancode-"
_OPERATORS = re.compile(r"\s(?:AND|OR|WITH)\s|^\s*\(|^LicenseRef-", re.IGNORECASE)
_LONGEST = 1_000
"""An expression of more characters than this is none that a person wrote."""

_MOST_NESTED = 20

_NO_ID = re.compile(r"[^a-z0-9.]+")


class Expression(NamedTuple):
    """A licence by its id, or several of which all bind (`AND`) or one may be chosen (`OR`).

    Of a licence with an `exception` (`WITH`) the only part is the licence.
    """

    operator: str
    parts: tuple[Expression, ...] = ()
    licence: str = ""
    exception: str = ""

    @property
    def text(self) -> str:
        """The expression in ids of the registry: `apache-2.0 OR (mit AND cc-by-4.0)`."""
        if not self.parts:
            return self.licence
        if self.exception:
            return f"{self.parts[0].text} WITH {self.exception}"
        return f" {self.operator} ".join(part.text if not part.parts else f"({part.text})" for part in self.parts)

    @property
    def id(self) -> str:
        """The id of the licence that it comes to: `apache-2.0-or-mit`."""
        return _NO_ID.sub("-", self.text.lower()).strip("-")


class UnreadExpressionError(ValueError):
    """An expression that can't be read; its only argument is a sentence on what is wrong with it."""


def is_expression(text: str) -> bool:
    """Whether a licence is named by an expression, or by a key of ScanCode's."""
    return len(text) <= _LONGEST and _OPERATORS.search(text) is not None


def parse_expression(text: str, names: LicenceNames) -> Expression:
    """Return the expression that a text holds, in ids of licences. Raises UnreadExpressionError."""
    from license_expression import ExpressionError, get_spdx_licensing

    try:
        parsed = get_spdx_licensing().parse(text)
    except (ExpressionError, ValueError, RecursionError) as error:
        raise UnreadExpressionError(say("no expression of SPDX ({problem})", problem=_first_line(error))) from None
    return _resolve(parsed, names, _MOST_NESTED)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _resolve(parsed: Any, names: LicenceNames, depth: int) -> Expression:
    from license_expression import LicenseSymbol, LicenseWithExceptionSymbol

    if isinstance(parsed, LicenseWithExceptionSymbol):
        licence, exception = parsed.license_symbol, parsed.exception_symbol
        if not exception.is_exception:  # what SPDX doesn't list may take away as well as grant
            raise UnreadExpressionError(say('"{name}" is no exception that SPDX lists', name=exception.key))
        return Expression("WITH", (_resolve(licence, names, depth),), exception=exception.key)
    if isinstance(parsed, LicenseSymbol):
        return Expression("", licence=_find_licence(parsed.key, parsed.aliases, names))
    operator = parsed.operator.strip()
    if depth == 0:
        raise UnreadExpressionError(say("nested too deep"))
    return Expression(operator, tuple(_resolve(part, names, depth - 1) for part in parsed.args))


def _find_licence(key: str, aliases: Sequence[str], names: LicenceNames) -> str:
    """Return the id of the licence that a symbol means, by its key, with ScanCode's prefix or without, or an alias."""
    for name in (key, key.removeprefix(_SCANCODE), f"{_SCANCODE}{key}", *aliases):
        if len(ids := names.answering(name)) == 1:
            return ids[0]
    raise UnreadExpressionError(say('"{name}" is not in the registry', name=key))


def write_expressions(
    nodes: Iterator[Node], trees: dict[tuple[str, str], Node], names: LicenceNames
) -> dict[str, Expression]:
    """Put the id of what an expression comes to where one stands, and return the expressions by these ids.

    A record without terms yet is added to `trees` for each. What can't be read is left as it is.
    """
    found: dict[str, Expression] = {}
    for node in nodes:
        if not isinstance(node.value, str) or ("licence", node.value) in trees or not is_expression(node.value):
            continue
        try:
            expression = parse_expression(node.value, names)
        except UnreadExpressionError:
            continue
        node.value = expression.id
        if ("licence", expression.id) not in trees:
            found[expression.id] = expression
            trees["licence", expression.id] = _record_without_terms(expression, node)
    return found


def explain_unread(text: str, names: LicenceNames) -> Message | None:
    """Return why an expression isn't read; None for what is none."""
    if not is_expression(text):
        return None
    try:
        parse_expression(text, names)
    except UnreadExpressionError as error:
        return say('licence "{name}": {problem}', name=text, problem=error.args[0])
    return None


def _record_without_terms(expression: Expression, place: Node) -> Node:
    def at_place(value: Any) -> Node:
        return Node(place.file, place.line, place.column, value)

    facts = {"id": expression.id, "name": expression.text, "kind": "software"}
    return at_place({name: at_place(value) for name, value in facts.items()})


def with_terms(licences: Sequence[Licence], expressions: Mapping[str, Expression]) -> tuple[Licence, ...]:
    """Return licences of which those that stand for expressions have the terms of their parts."""
    by_id = {licence.id: licence for licence in licences}
    return tuple(
        combine(expressions[licence.id], by_id.__getitem__) if licence.id in expressions else licence
        for licence in licences
    )


def combine(expression: Expression, licence_of: Callable[[str], Licence]) -> Licence:
    """Return the licence that an expression comes to: of `AND` all bind, of `OR` the laxest is taken.

    What SPDX lists as an exception allows more than its licence does; as nobody has read what, the terms are those of
    the licence.
    """

    def terms_of(part: Expression) -> Licence:
        if not part.parts:
            return licence_of(part.licence)
        terms = [terms_of(inner) for inner in part.parts]
        if part.operator == "OR":
            terms = [take_laxest(terms)]
        return bind_together(terms, part.id, _name(part, licence_of), part.text)

    return terms_of(expression)


def _name(expression: Expression, licence_of: Callable[[str], Licence]) -> str:
    """Return what an expression is called: the names of its licences between its words."""
    if not expression.parts:
        return licence_of(expression.licence).name
    if expression.exception:
        return f"{_name(expression.parts[0], licence_of)} WITH {expression.exception}"
    return f" {expression.operator} ".join(
        f"({name})" if part.parts else name
        for part, name in ((part, _name(part, licence_of)) for part in expression.parts)
    )
