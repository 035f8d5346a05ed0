"""The items that attempts draw from, and the same items in other languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lti_tool.domain.item import Item
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.translation import told_by

Translator = Callable[[Item, str], Item | None]
"""The translation of an item in a language, as its file tells it; ``None`` where there is none."""


def no_translation(_item: Item, _language: str) -> Item | None:
    """The translator of a bank that speaks one language."""
    return None


class Bank:
    """The items that an attempt draws from, by id. ``version`` names this state of the bank.

    Everything is decided by the items as they were written, in ``BASE_LANGUAGE``; what a person reads may be
    told in another language.
    """

    def __init__(self, items: Sequence[Item], version: str, translated: Translator = no_translation) -> None:
        self.items = tuple(items)
        self.version = version
        self._by_id = {item.id: item for item in items}
        self._by_can_do = {item.can_do: item for item in reversed(self.items)}
        self._translated = translated

    def get(self, item_id: str) -> Item | None:
        """The item, or ``None`` when it was withdrawn since."""
        return self._by_id.get(item_id)

    def drawn(self, item_id: str, seed: int, language: str = BASE_LANGUAGE) -> Item | None:
        """The item as the attempt of this seed sees it, told as ``in_language`` says; ``None`` when it was
        withdrawn since.
        """
        item = self._by_id.get(item_id)
        return self.in_language(item, language).drawn(seed) if item is not None else None

    def in_language(self, item: Item, language: str) -> Item:
        """The item as told in a language, all of it; as it was written where it has no translation."""
        words = self._words(item, language)
        return item if words is None else told_by(item, words)

    def can_do(self, text: str, language: str) -> tuple[str, str]:
        """What completes "Vous savez …", which results hold as it was written, in another language; and the
        language that it is in, ``BASE_LANGUAGE`` where it has no translation.
        """
        item = self._by_can_do.get(text)
        words = self._words(item, language) if item is not None else None
        return (text, BASE_LANGUAGE) if words is None else (words.can_do, words.language)

    def _words(self, item: Item, language: str) -> Item | None:
        return None if language == item.language else self._translated(item, language)
