"""A lineage on the screen, to walk by the arrow keys."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from llmsurvey.browse.columns import cut_text
from llmsurvey.drawings.tree import label_of
from llmsurvey.formats.wrap import cell_len
from llmsurvey.lineage.branches import Branch

_UNFOLDED = 200
"""So many branches are unfolded at first: of LLaMA there are more than anybody would look through."""


_FOLDS, _UNFOLDS = "\u25be ", "\u25b8 "
"""What stands before a branch that left folds and right unfolds."""


class LineageTree(Tree[Branch]):
    """The tree: up and down go along the lines, right unfolds or goes down a step, left folds or goes up a step."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "into", show=False),
        Binding("left,h", "out", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id)
        self.auto_expand = False

    def show(self, root: Branch) -> None:
        """Show a lineage from its root."""
        self.clear()
        self.root.data = root
        self.root.set_label(Text(label_of(root)))
        waiting: list[tuple[TreeNode[Branch], Branch]] = [(self.root, root)]
        unfolded = 0
        while waiting:
            node, branch = waiting.pop(0)
            for child in branch.branches:
                text = Text(label_of(child))
                if child.branches:
                    waiting.append((node.add(text, child), child))
                else:
                    node.add_leaf(text, child)
            if unfolded < _UNFOLDED:
                unfolded += len(branch.branches)
                node.expand()
        self.move_cursor(self.root)
        self.scroll_home(animate=False)

    def render_label(self, node: TreeNode[Branch], base_style: Style, style: Style) -> Text:
        """Return the label of a branch, behind a sign that says whether there is more below it."""
        label = node._label.copy()
        sign = _FOLDS if node.is_expanded else _UNFOLDS
        if not node.allow_expand or node is self.root:
            sign = ""
        room = self.scrollable_content_region.width - self._depth_of(node) * self.guide_depth - cell_len(sign)
        if 0 < room < cell_len(label.plain):
            label = Text(cut_text(label.plain, room))
        label.stylize(style)
        return Text.assemble((sign, base_style + style), label)

    @staticmethod
    def _depth_of(node: TreeNode[Branch]) -> int:
        depth = 0
        while node.parent is not None:
            node, depth = node.parent, depth + 1
        return depth

    def action_into(self) -> None:
        """Unfold the branch, or go to the first one below it."""
        node = self.cursor_node
        if node is None or not node.children:
            return
        if node.is_expanded:
            self.move_cursor(node.children[0])
        else:
            node.expand()

    def action_out(self) -> None:
        """Fold the branch, or go to the one that it hangs from."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.children and node is not self.root:
            node.collapse()
        elif node.parent is not None:
            self.move_cursor(node.parent)
