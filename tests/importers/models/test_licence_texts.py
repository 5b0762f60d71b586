"""Which licence a text is: files as packages and makers publish them, and texts in which a word differs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.models.test_read_models import read_one, write_card

from llmsurvey.importers.models.licence_texts import licence_of_text
from llmsurvey.registry.registry import Registry

MIT = """MIT License

Copyright (c) 2023 Someone

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
LLAMA = """LLAMA 3.1 COMMUNITY LICENSE AGREEMENT

 Llama 3.1 Version Release Date: July 23, 2024

"Agreement" means the terms and conditions for use.
"""
DEBIAN = Path("/usr/share/common-licenses")
INSTALLED = [Path(path) for path in sys.path if path.endswith("site-packages")]


@pytest.mark.parametrize(("file", "licence"), [("Apache-2.0", "apache-2.0"), ("GPL-3", "gpl-3.0"), ("GPL-2", None)])
def test_licences_as_a_distribution_has_them(file: str, licence: str | None) -> None:
    if not DEBIAN.is_dir():
        pytest.skip(f"{DEBIAN} isn't there")
    assert licence_of_text((DEBIAN / file).read_text(encoding="utf-8")) == licence


def test_licences_of_installed_packages_are_what_their_metadata_say() -> None:
    seen = set()
    for metadata in (path for folder in INSTALLED for path in folder.glob("*.dist-info/METADATA")):
        stated = re.search(r"^License-Expression: (.+)$", metadata.read_text(encoding="utf-8"), re.MULTILINE)
        files = list(metadata.parent.glob("licenses/LICENSE*"))
        if stated is None or len(files) != 1 or not files[0].is_file():
            continue
        known = licence_of_text(files[0].read_text(encoding="utf-8", errors="replace"))
        assert known in (None, stated[1].lower()), metadata
        seen.add(known)
    assert seen >= {"mit", "apache-2.0"}


@given(st.integers(0, len(MIT.split())), st.sampled_from(["not", "commercial", "Our only change is that"]))
def test_a_text_with_other_words_is_no_licence(place: int, added: str) -> None:
    words = MIT.split()
    changed = " ".join([*words[:place], added, *words[place:]])
    holder = 2 < place <= 6  # who holds the rights may be called anything
    assert licence_of_text(changed) == ("mit" if holder else None)


def test_what_only_looks_otherwise_is_the_same() -> None:
    assert licence_of_text(MIT) == licence_of_text(MIT.replace("\n", "\r\n  ").replace('"', "\u201c")) == "mit"
    assert licence_of_text(MIT.replace("MIT License\n", "")) == "mit"
    assert licence_of_text(f"{MIT}\nThe weights may not be sold.") is None
    assert licence_of_text(MIT.replace("MIT", "Modified MIT")) is None
    assert (
        licence_of_text("") is licence_of_text("MIT License") is licence_of_text("Apache License, Version 2.0") is None
    )


def test_a_title_with_its_version_tells_a_licence_of_models() -> None:
    assert licence_of_text(LLAMA) == licence_of_text(f"**{LLAMA[:37]}**{LLAMA[37:]}") == "llama-3.1-community"
    assert licence_of_text(LLAMA.replace("2024", "2025")) is None


def test_the_text_beside_a_card_is_its_licence_where_the_card_names_none(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "language: en\n")
    (folder / "LICENSE").write_text(MIT)
    entry, faults = read_one(folder, registry)
    assert (entry.entry["licence"], faults) == ("mit", [])
    assert f"{folder / 'LICENSE'}:1" in [source["url"] for source in entry.entry["sources"]]


def test_a_text_that_is_not_known_is_named_and_allows_nothing_known(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: other\n")
    (folder / "LICENSE.txt").write_text("Do as I say.")
    entry, (fault,) = read_one(folder, registry)
    assert entry.licence is not None
    assert entry.licence["name"] == f"Licence of mine ({folder / 'LICENSE.txt'})"
    assert "commercial" not in entry.licence
    assert fault.startswith(f"{folder / 'LICENSE.txt'}:1: warning: is no text of a licence that is known")


def test_where_card_and_text_differ_the_card_decides_and_both_are_kept(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "license: apache-2.0\n")
    (folder / "LICENSE").write_text(MIT)
    entry, (fault,) = read_one(folder, registry)
    assert entry.entry["licence"] == "apache-2.0"
    assert [(said["value"], said["field"]) for said in entry.entry["otherwise"]] == [("mit", "licence")]
    assert 'is the text of "mit"' in fault


def test_of_two_texts_none_is_taken(tmp_path: Path, registry: Registry) -> None:
    folder = write_card(tmp_path / "mine", "language: en\n")
    (folder / "LICENSE").write_text(MIT)
    (folder / "LICENSE-MODEL").write_text(LLAMA)
    (folder / "LICENSE-CODE").write_text(MIT)
    entry, (fault,) = read_one(folder, registry)
    assert "licence" not in entry.entry
    assert "several licences" in fault
