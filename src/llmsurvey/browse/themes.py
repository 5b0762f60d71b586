"""The colours of the browser: dark, light and none; text stands out from its ground by 4.5 to 1 at least."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

_VERDICTS: Mapping[str, tuple[str, str]] = {
    "yes": ("#7ee2a8", "#0b5d2e"),
    "conditional": ("#f0c96b", "#6b4a00"),
    "no": ("#ff9d94", "#9c1c12"),
    "unknown": ("#b9c2cf", "#4a5362"),
}
"""The colour of each verdict on a dark and on a light ground; it is said in words as well."""


def _theme(
    name: str, *, dark: bool, ground: str, text: str, panel: str, quiet: str, bar: str, cursor: tuple[str, str]
) -> Theme:
    side = 0 if dark else 1
    verdicts = {f"verdict-{verdict}": colours[side] for verdict, colours in _VERDICTS.items()}
    return Theme(
        name=name,
        dark=dark,
        primary=cursor[0],
        secondary=quiet,
        accent=cursor[0],
        foreground=text,
        background=ground,
        surface=ground,
        panel=panel,
        success=_VERDICTS["yes"][side],
        warning=_VERDICTS["conditional"][side],
        error=_VERDICTS["no"][side],
        text_alpha=1.0,
        variables={"quiet": quiet, "bar": bar, "cursor": cursor[0], "cursor-text": cursor[1], **verdicts},
    )


def _without_colours() -> Theme:
    theme = _theme(
        "none",
        dark=True,
        ground="#000000",
        text="#ffffff",
        panel="#000000",
        quiet="#ffffff",
        bar="#ffffff",
        cursor=("#ffffff", "#000000"),
    )
    white = {f"verdict-{verdict}": "#ffffff" for verdict in _VERDICTS}
    theme.variables.update(white)
    theme.success = theme.warning = theme.error = "#ffffff"
    return theme


THEMES: Mapping[str, Theme] = {
    "dark": _theme(
        "dark",
        dark=True,
        ground="#14171c",
        text="#e8ebf0",
        panel="#232831",
        quiet="#a9b4c4",
        bar="#858f9e",
        cursor=("#8ab4f8", "#0b1420"),
    ),
    "light": _theme(
        "light",
        dark=False,
        ground="#ffffff",
        text="#1b1f26",
        panel="#e9edf3",
        quiet="#4d5766",
        bar="#626c7b",
        cursor=("#1a4fa0", "#ffffff"),
    ),
    "none": _without_colours(),
}
"""Every theme by its name."""
