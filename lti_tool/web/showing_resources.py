"""From cards to what the templates of the library print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from urllib.parse import urlsplit

from flask import url_for

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.opening_hours import BRUSSELS, WEEK, Opening, OpenState, state_at
from lti_tool.domain.profile import Profile
from lti_tool.domain.resources import Card, CardKind, Wanted, filtered
from lti_tool.services.launches import Visit
from lti_tool.services.resources import Helpers
from lti_tool.web import present_resources as present
from lti_tool.web.i18n import (
    _,
    day_in_words,
    language,
    spoken_in_words,
    time_of_day_in_words,
    weekday_in_words,
)
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

_KINDS: dict[CardKind, present.Kind] = {
    CardKind.PERSON: "person",
    CardKind.PLACE: "place",
    CardKind.LOAN: "loan",
    CardKind.CONNECTION: "connection",
    CardKind.TRAINING: "training",
    CardKind.SERVICE: "service",
    CardKind.BROCHURE: "brochure",
    CardKind.RIGHT: "right",
}


def library_page(visit: Visit, cards: Sequence[Card], wanted: Wanted) -> present.ResourcesPage:
    """The whole library, or what is left of it by the filters."""
    handle = visit.launch.handle
    left = card_views_by_kind(filtered(cards, wanted))
    return present.ResourcesPage(
        groups=left,
        filters=_filters(visit, cards, wanted),
        all_href=url_for("resources.library", handle=handle) if wanted != Wanted() else "",
        helpers_href=url_for("resources.who_helps", handle=handle),
        back_href=url_for("learner.entrance", handle=handle),
        frame=frame_of(visit),
    )


def helpers_page(visit: Visit, found: Helpers) -> present.HelpersPage:
    """A person, a place and an hour."""
    handle = visit.launch.handle
    return present.HelpersPage(
        trainer_name=visit.trainer_name,
        course=visit.course,
        people=card_views(found.people),
        place=card_view(found.place) if found.place else None,
        now=card_view(found.now.card) if found.now else None,
        right=card_view(found.right) if found.right else None,
        library_href=url_for("resources.library", handle=handle),
        back_href=url_for("learner.entrance", handle=handle),
        frame=frame_of(visit),
    )


def near(visit: Visit, attempt: Attempt, profile: Profile) -> present.Near:
    """What is near for this result."""
    return present.Near(
        cards=card_views(services().resources.near(visit, attempt, profile)),
        library_href=url_for("resources.library", handle=visit.launch.handle),
        helpers_href=url_for("resources.who_helps", handle=visit.launch.handle),
    )


def card_views(cards: Iterable[Card]) -> tuple[present.CardView, ...]:
    """Cards as ``resources/cards.html`` prints them."""
    return tuple(card_view(card) for card in cards)


def card_views_by_kind(cards: Iterable[Card]) -> tuple[present.CardGroup, ...]:
    """The same by kind, without kinds that have none."""
    groups: dict[CardKind, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.kind, []).append(card)
    return tuple(
        present.CardGroup(kind=_KINDS[kind], cards=card_views(groups[kind]))
        for kind in CardKind
        if kind in groups
    )


def card_view(card: Card) -> present.CardView:
    """One card in the language of the page, with how it stands now."""
    card = services().resources.told(card, language())
    state = state_at(card.openings, services().clock())
    return present.CardView(
        kind=_KINDS[card.kind],
        title=card.title,
        says=card.says,
        where=card.where,
        phone=card.phone,
        phone_href=tel_of(card.phone),
        href=card.website,
        site=(urlsplit(card.website).hostname or "").removeprefix("www."),
        state=state_in_words(state) if state else "",
        hours=tuple(_opening_in_words(one) for one in card.openings),
        languages=tuple(spoken_in_words(code) for code in card.languages),
        network=card.network,
        checked=day_in_words(datetime.combine(card.checked_on, time(12), BRUSSELS))
        if card.checked_on
        else "",
        is_evening=card.is_evening,
        is_weekend=card.is_weekend,
        has_copy=card.has_copy,
        language=card.language or language(),
    )


def state_in_words(state: OpenState) -> str:
    """Open until when, or when it opens."""
    start, end = time_of_day_in_words(state.start), time_of_day_in_words(state.end)
    if state.is_open:
        return _("Ouvert maintenant, jusqu'à %(end)s.", end=end)
    if state.in_days == 0:
        return _("Ouvre aujourd'hui à %(start)s.", start=start)
    if state.in_days == 1:
        return _("Ouvre demain à %(start)s.", start=start)
    return _("Ouvre %(day)s à %(start)s.", day=weekday_in_words(WEEK.index(state.day)), start=start)


def _opening_in_words(opening: Opening) -> str:
    numbers = [WEEK.index(day) for day in opening.days]
    names = [weekday_in_words(number) for number in numbers]
    is_row = len(names) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    days = _("%(first)s à %(last)s", first=names[0], last=names[-1]) if is_row else ", ".join(names)
    start, end = time_of_day_in_words(opening.start), time_of_day_in_words(opening.end)
    return _("%(days)s : de %(start)s à %(end)s", days=days, start=start, end=end)


def _filters(visit: Visit, cards: Sequence[Card], wanted: Wanted) -> tuple[present.FilterLink, ...]:
    """The filters that leave something; each one again takes itself away."""
    found: list[present.FilterLink] = []
    if any(card.is_evening for card in cards):
        href = _address(visit, wanted, is_evening=not wanted.is_evening)
        found.append(present.FilterLink(code="evening", href=href, is_chosen=wanted.is_evening))
    if any(card.is_weekend for card in cards):
        href = _address(visit, wanted, is_weekend=not wanted.is_weekend)
        found.append(present.FilterLink(code="weekend", href=href, is_chosen=wanted.is_weekend))
    for code in sorted({code for card in cards for code in card.languages}):
        is_chosen = wanted.language == code
        href = _address(visit, wanted, language="" if is_chosen else code)
        text = spoken_in_words(code)
        found.append(present.FilterLink(code="language", href=href, text=text, is_chosen=is_chosen))
    return tuple(found)


def _address(
    visit: Visit,
    wanted: Wanted,
    *,
    is_evening: bool | None = None,
    is_weekend: bool | None = None,
    language: str | None = None,
) -> str:
    """The library with one filter changed."""
    asked = {
        "evening": "1" if (wanted.is_evening if is_evening is None else is_evening) else "",
        "weekend": "1" if (wanted.is_weekend if is_weekend is None else is_weekend) else "",
        "spoken": wanted.language if language is None else language,
    }
    filters = {name: value for name, value in asked.items() if value}
    return url_for("resources.library", handle=visit.launch.handle, **filters)  # type: ignore[arg-type]


def tel_of(phone: str) -> str:
    """The address that calls a number, without the signs to read it by; empty for none."""
    dialled = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return f"tel:{dialled}" if phone else ""
