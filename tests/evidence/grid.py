"""Which pages are looked at, in which languages, colours and widths; and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lti_tool.domain.language import LANGUAGES
from tests.accessibility.catalogue import Catalogue
from tests.accessibility.groups import GROUPS, group_of, one_of_each_kind
from tests.accessibility.looking import DESK_WIDTH, PHONE_WIDTH

LOOKS = ("light", "dark", "forced")
WIDTHS = (PHONE_WIDTH, DESK_WIDTH)
CHECKS = (
    "drawn",
    "axe",
    "language",
    "title",
    "headings",
    "sideways",
    "zoom",
    "spacing",
    "targets",
    "answers",
    "text-size",
    "keyboard",
    "focus-seen",
    "focus-free",
)
"""What is held against a page. The criteria name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One way of looking at a page. ``width`` is in CSS pixels."""

    language: str
    look: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that a check found on a page."""

    page: str
    cell: Cell
    check: str
    detail: str
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for the terminal."""
        where = f"{self.page} {self.cell.language} {self.cell.look} {self.cell.width}"
        return f"{where}: {self.check}: {self.detail}"


@dataclass(slots=True, kw_only=True)
class Found:
    """What a run found.

    ``held`` counts how often each check was held against a page; ``rules`` how often each rule of axe had
    something to judge, ``tags`` the criteria of each rule; ``undecided`` how often axe left one to a person.
    """

    pages: set[str] = field(default_factory=set)
    cells: int = 0
    faults: list[Fault] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stops: int = 0
    axe: str = ""

    def add(self, other: Found) -> None:
        """Take over what another part of the run found."""
        self.pages |= other.pages
        self.cells += other.cells
        self.faults += other.faults
        self.held += other.held
        self.rules += other.rules
        self.undecided += other.undecided
        self.tags |= other.tags
        self.stops += other.stops
        self.axe = other.axe or self.axe


Plan = Sequence[tuple[str, Sequence[Cell]]]
"""Each page with the ways in which it is looked at."""


def kinds(pages: Catalogue, wanted: Iterable[str] = ()) -> list[str]:
    """One page of each kind; of these groups alone when any are named. A group may be cut: ``scene``."""
    groups = groups_of(wanted)
    names = {group: [name for name in pages if group_of(name) == group] for group in groups}
    return [name for group in groups for name in one_of_each_kind(names[group], pages)]


def groups_of(wanted: Iterable[str]) -> list[str]:
    """The groups of the catalogue with such a name; all of them when none is named."""
    asked = tuple(wanted)
    return [one for one in GROUPS if not asked or any(one == f or one.startswith(f"{f}-") for f in asked)]


def whole(names: Sequence[str]) -> Plan:
    """Every page in every language, colour and width."""
    cells = [
        Cell(language=language, look=look, width=width)
        for language in LANGUAGES
        for look in LOOKS
        for width in WIDTHS
    ]
    return [(name, cells) for name in names]


def sample(names: Sequence[str]) -> Plan:
    """The first page of each group, narrow and wide; languages and colours take turns."""
    first = {group_of(name): name for name in reversed(names)}
    return [
        (
            name,
            [
                Cell(language=LANGUAGES[turn % len(LANGUAGES)], look=LOOKS[(turn + step) % 3], width=width)
                for step, width in enumerate(WIDTHS)
            ],
        )
        for turn, name in enumerate(reversed(first.values()))
    ]
