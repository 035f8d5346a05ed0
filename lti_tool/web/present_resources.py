"""What the pages of the resource library receive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

Kind = Literal["person", "place", "loan", "connection", "training", "service", "brochure", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """One card. ``language`` is that of its words, empty when nobody said it. ``state`` is a sentence on
    whether it is open now; ``site`` is the name of the website that ``href`` leads to.
    """

    kind: Kind
    title: str
    says: str
    where: str = ""
    phone: str = ""
    phone_href: str = ""
    href: str = ""
    site: str = ""
    state: str = ""
    hours: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    network: str = ""
    checked: str = ""
    is_evening: bool = False
    is_weekend: bool = False
    has_copy: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGroup:
    """The cards of one kind."""

    kind: Kind
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterLink:
    """One filter of the library: ``code`` is "evening", "weekend" or "language", whose name is ``text``."""

    code: Literal["evening", "weekend", "language"]
    href: str
    text: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcesPage:
    """``resources/library.html``: all cards by kind. ``all_href`` is empty when nothing is filtered away."""

    groups: tuple[CardGroup, ...]
    filters: tuple[FilterLink, ...] = ()
    all_href: str = ""
    helpers_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpersPage:
    """``resources/who_helps.html``: a person, a place, an hour. ``course`` is where the trainer is found, and
    ``now`` is ``None`` where no hours are known.
    """

    trainer_name: str = ""
    course: str = ""
    people: tuple[CardView, ...] = ()
    place: CardView | None = None
    now: CardView | None = None
    right: CardView | None = None
    library_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """« Près de vous » on a result: at most three cards, and where the others are."""

    cards: tuple[CardView, ...]
    library_href: str
    helpers_href: str
