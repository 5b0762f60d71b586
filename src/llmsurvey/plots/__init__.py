"""Pictures of answers for papers and slides: one file a picture, `page.py` for what they share.

What is drawn is decided by the answer (`answers/plot.py`): here marks, lines and labels get their places.
"""

from __future__ import annotations

import atexit
import contextlib
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast, get_args

from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.errors import MissingExtraError, UnknownNameError
from llmsurvey.messages import announce, question, say
from llmsurvey.registry.nearest_names import nearest_names

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from llmsurvey.plots.page import Page

PictureFormat = Literal["svg", "png", "pdf"]
PICTURES: tuple[str, ...] = get_args(PictureFormat)
"""The formats of pictures."""

Width = Literal["column", "two-columns", "slide"]
WIDTHS: tuple[str, ...] = get_args(Width)
"""How wide a picture is: one column of a paper (85 mm), two (175 mm), or a slide (16:9)."""


class _Picture(Protocol):
    """What the module of a kind of picture holds."""

    def draw(self, plot: PlotAnswer, page: Page) -> Figure:
        """Return the finished figure of an answer."""
        ...


def render(plot: PlotAnswer, form: PictureFormat, width: Width = "column") -> bytes:
    """Return a picture in the language of the run; the same answer gives the same bytes.

    Raises MissingExtraError where matplotlib, or the font that comes with it, isn't installed, and UnknownNameError for
    another format or width.
    """
    for what, name, known in ((say("format"), form, PICTURES), (say("width"), width, WIDTHS)):
        if name not in known:
            raise UnknownNameError(what, name, nearest_names(name, known) or known)
    _settle_cache()
    try:
        import matplotlib
        import pylopdf_fonts_ko  # noqa: F401 (the font, which `fonts.py` loads)
    except ModuleNotFoundError:
        raise MissingExtraError(question("plot"), "plot") from None
    from pathlib import Path

    if not any(Path(matplotlib.get_cachedir()).glob("fontlist-*")):
        announce(say("looking for the fonts of this machine, once ..."))
    from llmsurvey.plots.page import Page, drawing_alike, write_figure

    module = cast("_Picture", import_module(f"llmsurvey.plots.{plot.picture}"))
    with drawing_alike(width):
        return write_figure(module.draw(plot, Page(width)), form)


def _settle_cache() -> None:
    """Let matplotlib keep what it knows of fonts beside our own cache, or where that can't be, in a folder of the run.

    Without one it would tell of that, and look for another folder itself.
    """
    import os
    import shutil
    import tempfile
    from pathlib import Path

    import platformdirs

    if "MPLCONFIGDIR" in os.environ:
        return
    folder = Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)) / "matplotlib"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        folder = Path(tempfile.mkdtemp(prefix="llmsurvey-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["MPLCONFIGDIR"] = str(folder)
