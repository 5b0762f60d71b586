"""Finding models by words as `search` does, at each keystroke: every text is put in its form once."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from llmsurvey.answers.search import ALIKE, FORGIVING, SHORTEST_SLIP, languages_of, words_of_name, words_to_find
from llmsurvey.answers.searched_texts import TextField, texts_of_model
from llmsurvey.library import Library
from llmsurvey.records import Model
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.registry import Registry

_END = "\n"
"""What stands between two texts, so that no word is found across them: words have no spaces."""


class ModelIndex:
    """The texts of every model of a registry, as they are compared."""

    def __init__(self, registry: Registry) -> None:
        self._ids = [model.id for model in registry.models]
        self._texts: list[str] = []
        self._models_by_word: dict[str, set[str]] = {}
        """The models by each word of their names, and of those of their makers, in which slips are forgiven."""
        for model in registry.models:
            self._add_model(model, texts_of_model(model, registry))
        self._words = list(self._models_by_word)

    def _add_model(self, model: Model, fields: Iterable[TextField]) -> None:
        texts: list[str] = []
        for field, text in fields:
            spellings = [strict_form(spelling) for spelling in languages_of(text)]
            texts += spellings
            if field in FORGIVING:
                for word in {word for spelling in spellings for word in words_of_name(spelling)}:
                    self._models_by_word.setdefault(word, set()).add(model.id)
        self._texts.append(_END.join(texts))

    def find(self, text: str) -> frozenset[str]:
        """Return the ids of the models in which each word of a text is found: every model for no word."""
        models = frozenset(self._ids)
        for word in words_to_find(text):
            models &= self._find_word(word)
        return models

    def _find_word(self, word: str) -> frozenset[str]:
        containing = {model for model, text in zip(self._ids, self._texts, strict=True) if word in text}
        return frozenset(containing.union(*self._find_slips(word)))

    def _find_slips(self, word: str) -> list[set[str]]:
        """Return the models of each word of a name from which this one differs by little."""
        if len(word) < SHORTEST_SLIP:
            return []
        from rapidfuzz import fuzz, process

        alike = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        return [self._models_by_word[name] for name, _, _ in alike]


_INDEXES: WeakKeyDictionary[Library, ModelIndex] = WeakKeyDictionary()


def index_of(library: Library) -> ModelIndex:
    """Return the index of a library's models, which is made when it is first asked for."""
    if library not in _INDEXES:
        _INDEXES[library] = ModelIndex(library.registry)
    return _INDEXES[library]
