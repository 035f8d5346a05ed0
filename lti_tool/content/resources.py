"""The resource library: ``resources/<language>.yaml`` of the project and of a centre's own folders."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from lti_tool.content.resource_files import CardFile, CardsFile, OpeningFile
from lti_tool.content.typography import french
from lti_tool.content.wording import text_faults
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.language import BASE_LANGUAGE, LANGUAGES
from lti_tool.domain.opening_hours import Opening
from lti_tool.domain.resources import Card

FOLDER = "resources"
GUIDE = "see the cards beside it"
SENTENCES_AT_MOST = 2
Location = tuple[int | str, ...]
_ENDS = re.compile(r"[.!?]+(?=\s|$)")


class Library(NamedTuple):
    """The French cards, one by id, and the same cards in other languages, by language and id."""

    cards: tuple[Card, ...]
    words: Mapping[tuple[str, str], Card]


def load_library(root: Path, own: Sequence[Path] = (), *, obstacles: Collection[str] = ()) -> Library:
    """The cards of the project and of the centre's ``own`` folders. A card that a centre replaces is told by
    the centre's own files alone. ``obstacles`` are those that a check offers.

    Raises:
        FaultyContent: with every fault of every file.
    """
    found = _by_language(root, own, obstacles)
    written = found.pop(BASE_LANGUAGE, {})
    words = {
        (language, name): card
        for language, cards in found.items()
        for name, card in cards.items()
        if name in written
    }
    return Library(cards=tuple(written.values()), words=words)


def _by_language(root: Path, own: Sequence[Path], obstacles: Collection[str]) -> dict[str, dict[str, Card]]:
    faults: list[Fault] = []
    found: dict[str, dict[str, Card]] = {}
    for folder in (root, *own):
        loaded: dict[str, dict[str, Card]] = {}
        for path in sorted((folder / FOLDER).glob("*.yaml")):
            known = found.setdefault(path.stem, {})
            try:
                loaded[path.stem] = _load_file(path, known, obstacles)
                known |= loaded[path.stem]
            except FaultyContent as error:
                faults.extend(error.faults)
        for language, cards in found.items():
            for name in loaded.get(BASE_LANGUAGE, {}).keys() & cards.keys() - loaded.get(language, {}).keys():
                del cards[name]
    if faults:
        raise FaultyContent(faults)
    return found


def _load_file(path: Path, known: Mapping[str, Card], obstacles: Collection[str]) -> dict[str, Card]:
    document = read_document(path)
    try:
        checked = CardsFile.model_validate(french(document.values))
    except ValidationError as error:
        raise unlike_schema(document, error, GUIDE) from error
    faults = list(_meaning_faults(document, checked, known, obstacles))
    if faults:
        raise FaultyContent(faults)
    return {card.id: _card(card, path.stem) for card in checked.cards}


def _meaning_faults(
    document: Document, checked: CardsFile, known: Mapping[str, Card], obstacles: Collection[str]
) -> Iterator[Fault]:
    language = document.path.stem
    if language not in LANGUAGES:
        yield _fault(document, (), f"“{language}” is no language of ours", f"one of {', '.join(LANGUAGES)}")
    ids = [card.id for card in checked.cards]
    for place, card in enumerate(checked.cards):
        where = ("cards", place)
        if card.id in ids[:place]:
            yield _fault(document, (*where, "id"), f"the id “{card.id}” stands twice", "rename one")
        elif card.replaces and card.id not in known:
            mend = "remove `replaces` or mend the id"
            yield _fault(document, (*where, "replaces"), f"there is no card “{card.id}” to replace", mend)
        elif card.id in known and not card.replaces:
            what = f"the library has another card “{card.id}”"
            yield _fault(document, (*where, "id"), what, "take another id, or write replaces: true")
        for within, what, mend in _card_faults(card, obstacles, language):
            yield _fault(document, (*where, *within), what, mend)


def _card_faults(
    card: CardFile, obstacles: Collection[str], language: str
) -> Iterator[tuple[Location, str, str]]:
    for key in ("title", "says", "where"):
        yield from (((key,), what, mend) for what, mend in text_faults(_without_address(card, key), language))
    if len(_ENDS.findall(card.says)) > SENTENCES_AT_MOST:
        yield ("says",), f"more than {SENTENCES_AT_MOST} sentences", "say it shorter"
    for name in card.obstacles:
        if name not in obstacles:
            yield ("obstacles",), f"there is no obstacle “{name}”", "see checks/obstacles.yaml"
    for number, opening in enumerate(card.opening):
        if _minutes(opening.start) >= _minutes(opening.end):
            yield ("opening", number, "to"), "it ends before it starts", "write the hours in order"


def _without_address(card: CardFile, key: str) -> str:
    """A text without what is no word: the address inside it would count as sentences."""
    words = getattr(card, key).split(" ")
    return " ".join(word.replace(".", "") if "@" in word or ".brussels" in word else word for word in words)


def _card(card: CardFile, language: str) -> Card:
    values = card.model_dump(exclude={"opening", "offline", "checked", "replaces"})
    return Card(
        **values,
        openings=tuple(_opening(one) for one in card.opening),
        has_copy=card.offline,
        checked_on=card.checked,
        language=language,
    )


def _opening(line: OpeningFile) -> Opening:
    return Opening(days=tuple(line.days), start=_minutes(line.start), end=_minutes(line.end))


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _fault(document: Document, location: Location, what: str, mend: str) -> Fault:
    return Fault(file=str(document.path), line=document.line_of(location), what=what, mend=mend)
