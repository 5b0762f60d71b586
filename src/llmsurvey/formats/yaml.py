"""YAML: rows as a list of mappings."""

from __future__ import annotations

from typing import Any

import yaml

from llmsurvey.formats.json import objects
from llmsurvey.formats.text import STEERING
from llmsurvey.records import Table


class _Dumper(yaml.SafeDumper):
    """Indents lists, writes what is shared out, and escapes what would steer a terminal."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Text as a scalar, in double quotes where a character of it is to be escaped."""
        style = '"' if STEERING.search(text.replace("\n", "")) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_multi_representer(str, _Dumper.represent_text)
_Dumper.add_representer(str, _Dumper.represent_text)


def render(table: Table) -> bytes:
    """A list with a mapping for each row; what is unknown is null."""
    return dump(objects(table)).encode()


def dump(value: Any) -> str:
    """A value as YAML that any safe loader reads, in its own order."""
    text = str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))
    return STEERING.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)
