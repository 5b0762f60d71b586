"""Which licence a text is: the whole of a well-known one, word by word, or one whose title names its version.

What was added to a licence, or changed in it, makes it another one (`Modified MIT License`), which isn't known.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from llmsurvey.registry.names import strict_form

FILES = re.compile(r"(licen[sc]e|copying)([-_]model)?(\.(txt|md|rst))?", re.IGNORECASE)
"""What a file with the licence of a model is called; that of its code (`LICENSE-CODE`) is another."""

_WORD = re.compile(r"[a-z0-9]+")
_HOLDERS = r"(copyright .{0,300})?"


class _WholeText(NamedTuple):
    """A text in words of small letters: where it begins and ends, and a digest of all between.

    `before` and `after` are what may stand around it without a doubt: a title, who holds the rights, how to apply it.
    """

    licence: str
    begins: str
    ends: str
    digest: str
    before: str = ""
    after: str = ""


_WHOLE = (
    _WholeText(
        "apache-2.0",
        "terms and conditions for use reproduction and distribution",
        "end of terms and conditions",
        "d8221a4f10c01c6fa5390685929a5ce31d7264a024162fd3dd4d805c57ce0f43",
        f"{_HOLDERS} ?apache license version 2 0 january 2004( https? www apache org licenses)?",
        "(appendix how to apply the apache license to your work .{0,1500} limitations under the license)?",
    ),
    _WholeText(
        "mit",
        "permission is hereby granted free of charge",
        "dealings in the software",
        "0cf21bdfd1964a97a8615e128534845826afbc887edc95aa5c925cbf64386b5c",
        f"((the )?mit license( mit)?)? ?{_HOLDERS}",
    ),
    _WholeText(
        "gpl-3.0",
        "gnu general public license version 3 29 june 2007",
        "end of terms and conditions",
        "d9de3adc6f88fd297c319c8e5efae6a00c1606770b4d22bd8fdc95a7071b5251",
        after="(how to apply these terms to your new programs .{0,3000} why not lgpl html)?",
    ),
)

_TITLES = {
    "llama 2 community license agreement llama 2 version release date july 18 2023": "llama-2-community",
    "meta llama 3 community license agreement meta llama 3 version release date april 18 2024": "llama-3-community",
    "llama 3 1 community license agreement llama 3 1 version release date july 23 2024": "llama-3.1-community",
    "llama 3 2 community license agreement llama 3 2 version release date september 25 2024": "llama-3.2-community",
    "llama 3 3 community license agreement llama 3 3 version release date december 6 2024": "llama-3.3-community",
    "llama 4 community license agreement llama 4 version effective date april 5 2025": "llama-4-community",
    "deepseek license agreement version 1 0 23 october 2023": "deepseek-model-1.0",
}
"""Titles with the version, as the texts begin that their makers publish, read in their repositories."""


def licence_of_text(text: str) -> str | None:
    """Return the id of the licence that a text is; None where there is any doubt."""
    words = " ".join(_WORD.findall(strict_form(text)))
    whole = [known.licence for known in _WHOLE if _is_whole(words, known)]
    titled = [licence for title, licence in _TITLES.items() if words.startswith(f"{title} ")]
    return next(iter([*whole, *titled]), None)


def _is_whole(words: str, whole: _WholeText) -> bool:
    start, last = words.find(whole.begins), words.rfind(whole.ends)
    if start < 0 or last < start:
        return False
    end = last + len(whole.ends)
    digest = hashlib.sha256(words[start:end].encode()).hexdigest()
    around = (whole.before, words[:start]), (whole.after, words[end:])
    return digest == whole.digest and all(re.fullmatch(form, rest.strip()) for form, rest in around)
