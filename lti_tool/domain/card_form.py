"""A card as somebody types it, in a form or a line of a table: read, with everything that is odd about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from lti_tool.domain.framework import COMPETENCES
from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import OddHours, Opening, read_hours, write_hours
from lti_tool.domain.resources import Card, CardKind, Region

LENGTHS: Mapping[str, int] = MappingProxyType(
    {"title": 60, "says": 180, "where": 120, "network": 80, "phone": 24, "website": 200, "hours": 300}
)
"""How long each text may be."""
PHONE = r"^(\+?[0-9][0-9 ./()-]{2,22}[0-9])?$"
WEBSITE = r"^(https://[^\s/@:?#\"'<>\\]+\.[^\s/@:?#\"'<>\\]+([/?#][^\s\"'<>\\]*)?)?$"
_SPOKEN = (
    *(("fr", "francais"), ("nl", "neerlandais"), ("de", "allemand"), ("en", "anglais"), ("ar", "arabe")),
    *(("tr", "turc"), ("es", "espagnol"), ("pt", "portugais"), ("it", "italien"), ("pl", "polonais")),
    *(("ro", "roumain"), ("bg", "bulgare"), ("uk", "ukrainien"), ("ru", "russe"), ("fa", "persan")),
    *(("ps", "pachto"), ("sq", "albanais"), ("so", "somali"), ("sw", "swahili"), ("ti", "tigrigna")),
)
SPOKEN: Mapping[str, str] = MappingProxyType(dict(_SPOKEN))
"""The languages that a place may speak, and what a table calls them."""
KINDS: Mapping[str, CardKind] = MappingProxyType(
    {
        "personne": CardKind.PERSON,
        "lieu": CardKind.PLACE,
        "pret": CardKind.LOAN,
        "connexion": CardKind.CONNECTION,
        "formation": CardKind.TRAINING,
        "service": CardKind.SERVICE,
        "brochure": CardKind.BROCHURE,
        "droit": CardKind.RIGHT,
    }
)
REGIONS: Mapping[str, Region] = MappingProxyType(
    {"partout": Region.EVERYWHERE, "bruxelles": Region.BRUSSELS, "wallonie": Region.WALLONIA}
)
YES, NO = frozenset({"oui", "1", "x", "on"}), frozenset({"", "non", "0"})
_MODULE = re.compile(r"[MA]\d\d")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
Code = TypeVar("Code")


class Topic(StrEnum):
    """For whom a card is, in words that an administrator can tick."""

    DEVICE = "appareil"
    CONNECTION = "connexion"
    PLACE = "endroit"
    BEGINNING = "debut"
    HELP = "aide"
    TIME = "horaire"
    TRAPS = "pieges"
    READING = "lecture"
    HEALTH = "sante"


TOPICS: Mapping[Topic, tuple[tuple[Need, ...], tuple[str, ...]]] = MappingProxyType(
    {
        Topic.DEVICE: ((Need.DEVICE_LOAN, Need.DEVICE_SHARED), ("device",)),
        Topic.CONNECTION: ((Need.CONNECTION_OFFER,), ("cost",)),
        Topic.PLACE: ((Need.PLACE_ROOM,), ()),
        Topic.BEGINNING: ((Need.FIRST_HANDS_ON,), ("fear", "offer")),
        Topic.HELP: ((Need.HELP_PERSON,), ("alone",)),
        Topic.TIME: ((Need.TIME_OTHER, Need.TIME_SHORT), ("time",)),
        Topic.TRAPS: ((), ("traps",)),
        Topic.READING: ((), ("reading",)),
        Topic.HEALTH: ((), ("body",)),
    }
)
"""The needs and obstacles that each topic stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard:
    """What was typed: the card, or ``None`` with a reason by field. ``part`` is what could not be read."""

    card: Card | None
    faults: Mapping[str, str]
    parts: Mapping[str, str]


class _Reader:
    """Reads one field after the other, and remembers what is odd."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.faults: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def odd(self, field: str, reason: str, part: str = "") -> None:
        """Remember the first thing that is odd about a field."""
        if field not in self.faults:
            self.faults[field] = reason
            self.parts[field] = part[:40]

    def text(self, field: str, *, is_needed: bool = False) -> str:
        """One line without doubled spaces; empty when it is odd."""
        found = " ".join(self._given.get(field, "").split())
        if not found.isprintable():
            self.odd(field, "odd-signs")
        elif len(found) > LENGTHS.get(field, 200):
            self.odd(field, "too-long", str(LENGTHS.get(field, 200)))
        elif is_needed and not found:
            self.odd(field, "missing")
        return "" if field in self.faults else found

    def shaped(self, field: str, shape: str, reason: str) -> str:
        """A line of a certain shape."""
        found = self.text(field)
        if not re.match(shape, found):
            self.odd(field, reason, found)
        return found

    def words(self, field: str) -> list[str]:
        """The words of a list, in the order in which they stand."""
        return [word for word in re.split(r"[\s,;/|]+", self.text(field)) if word]

    def codes(self, field: str, known: Mapping[str, Code]) -> tuple[Code, ...]:
        """The known words of a list as codes, each once."""
        found: dict[Code, None] = {}
        for word in self.words(field):
            if plain(word) in known:
                found[known[plain(word)]] = None
            else:
                self.odd(field, "unknown", word)
        return tuple(found)


def plain(word: str) -> str:
    """A word in small letters without accents, as tables are compared."""
    split = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def read_card(given: Mapping[str, str], *, today: date) -> ReadCard:
    """A card of the centre from what was typed, by field: title, kind, says, where, phone, website, hours,
    languages, regions, network, fits, offline, checked. It has no id yet. Only the first three are needed.
    """
    read = _Reader(given)
    title, says = read.text("title", is_needed=True), read.text("says", is_needed=True)
    kinds = read.codes("kind", {**KINDS, **{one.value: one for one in CardKind}})
    if not kinds or len(kinds) > 1:
        read.odd("kind", "missing")
    fits = _fits(read)
    values = {
        "where": read.text("where"),
        "phone": read.shaped("phone", PHONE, "odd-phone"),
        "website": read.shaped("website", WEBSITE, "odd-website"),
        "openings": _openings(read),
        "languages": read.codes("languages", {**_spoken_words(), **{code: code for code in SPOKEN}}),
        "regions": read.codes("regions", {**REGIONS, **{one.value: one for one in Region}})
        or (Region.EVERYWHERE,),
        "network": read.text("network"),
        "has_copy": _yes(read, "offline"),
        "checked_on": _day(read, "checked", today),
        **fits,
    }
    if read.faults:
        return ReadCard(card=None, faults=read.faults, parts=read.parts)
    card = Card(id="", kind=kinds[0], title=title, says=says, is_own=True, **values)  # type: ignore[arg-type]  # by field
    return ReadCard(card=card, faults={}, parts={})


def typed_of(card: Card) -> dict[str, str]:
    """The same card as it would be typed: what ``read_card`` reads."""
    return {
        "title": card.title,
        "kind": card.kind.value,
        "says": card.says,
        "where": card.where,
        "phone": card.phone,
        "website": card.website,
        "hours": write_hours(card.openings),
        "languages": " ".join(card.languages),
        "regions": " ".join(card.regions),
        "network": card.network,
        "fits": " ".join((*topics_of(card), *card.modules, *card.competences)),
        "offline": "oui" if card.has_copy else "",
        "checked": card.checked_on.isoformat() if card.checked_on else "",
    }


def topics_of(card: Card) -> tuple[Topic, ...]:
    """The topics whose needs and obstacles are all among the card's."""
    return tuple(
        topic
        for topic, (needs, obstacles) in TOPICS.items()
        if set(needs) <= set(card.needs) and set(obstacles) <= set(card.obstacles)
    )


def _fits(read: _Reader) -> dict[str, tuple[str, ...]]:
    """For whom the card is: topics, modules and competences in one list."""
    topics: list[Topic] = []
    modules: list[str] = []
    competences: list[str] = []
    for word in read.words("fits"):
        if _MODULE.fullmatch(word.upper()):
            modules.append(word.upper())
        elif word in COMPETENCES:
            competences.append(word)
        elif plain(word) in set(Topic):
            topics.append(Topic(plain(word)))
        else:
            read.odd("fits", "unknown", word)
    return {
        "needs": _once(need for topic in topics for need in TOPICS[topic][0]),
        "obstacles": _once(name for topic in topics for name in TOPICS[topic][1]),
        "modules": _once(modules),
        "competences": _once(competences),
    }


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _spoken_words() -> dict[str, str]:
    return {name: code for code, name in SPOKEN.items()}


def _openings(read: _Reader) -> tuple[Opening, ...]:
    try:
        return read_hours(read.text("hours"))
    except OddHours as error:
        read.odd("hours", "odd-hours", error.part)
        return ()


def _yes(read: _Reader, field: str) -> bool:
    word = plain(read.text(field))
    if word not in YES | NO:
        read.odd(field, "yes-or-no", word)
    return word in YES


def _day(read: _Reader, field: str, today: date) -> date | None:
    text = read.text(field)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        parts = [int(part) for part in found.groups() if part is not None] if found else []
        day = date(*parts) if found and found[4] else date(*reversed(parts))
    except (ValueError, TypeError):
        read.odd(field, "odd-date", text)
        return None
    if day > today:
        read.odd(field, "future", text)
    return day
