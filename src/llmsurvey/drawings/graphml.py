"""A lineage as GraphML, for Gephi, yEd, Cytoscape and NetworkX."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from llmsurvey.drawings.graph import edges_of, facts_of, label_of, nodes_of
from llmsurvey.lineage.branches import Branch
from llmsurvey.tables.text import escape_steering

_FACTS = ("record", "name", "sizes", "released", "developers", "licence", "verdict", "extent", "access", "caveat")


def render(root: Branch, *, down: bool) -> str:
    """Return a directed graph; of each node what is known of it, lists with a comma between their items."""
    lines = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(
            f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{_type_of(name)}"/>'
            for name in ("label", *_FACTS)
        ),
        '  <key id="relation" for="edge" attr.name="relation" attr.type="string"/>',
        '  <graph id="lineage" edgedefault="directed">',
    ]
    for key, branch in nodes_of(root).items():
        facts = facts_of(branch)
        values = {"label": label_of(branch), **{name: facts[name] for name in _FACTS if name in facts}}
        lines.append(f"    <node id={quoteattr(key)}>")
        lines += [f'      <data key="{name}">{_text_of(value)}</data>' for name, value in values.items()]
        lines.append("    </node>")
    for edge in edges_of(root, down=down):
        lines.append(f"    <edge source={quoteattr(edge.before)} target={quoteattr(edge.after)}>")
        lines += [f'      <data key="relation">{_text_of(edge.relation)}</data>', "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>"]) + "\n"


def _type_of(name: str) -> str:
    return "boolean" if name == "caveat" else "string"


def _text_of(value: object) -> str:
    """Return a value as text of XML, without signs that XML can't hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(escape_steering(", ".join(map(str, value)) if isinstance(value, list) else str(value)))
