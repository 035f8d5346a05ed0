"""From cards to what the administration's templates print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from flask import url_for

from lti_tool.domain.card_form import LENGTHS, SPOKEN, Topic, typed_of
from lti_tool.domain.card_table import COLUMNS, LineFault
from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.domain.resources import CardKind, Region
from lti_tool.services.card_keeping import KeptCard
from lti_tool.web import card_words as words
from lti_tool.web import present_cards as present
from lti_tool.web.i18n import day_in_words, spoken_in_words
from lti_tool.web.present import AccessChoice
from lti_tool.web.showing_admin import frame
from lti_tool.web.state import services

LISTS = ("fits", "languages", "regions")
"""The fields of several words."""


def cards_page(
    cards: Sequence[KeptCard], *, faults: Sequence[LineFault] = (), notice: present.Notice = ""
) -> present.CardsPage:
    """Every card of the centre."""
    return present.CardsPage(
        lines=tuple(_line(kept) for kept in cards),
        columns=";".join(COLUMNS.values()),
        new_href=url_for("cards.new"),
        import_action=url_for("cards.take_in"),
        region_action=url_for("cards.keep_region"),
        home_href=url_for("admin.centre"),
        faults=tuple(
            present.TableFault(line=one.line, words=words.fault_of_line(one.field, one.reason, one.part))
            for one in faults
        ),
        notice=notice,
        frame=frame(),
    )


def new_page(
    given: Mapping[str, str], faults: Mapping[str, str], parts: Mapping[str, str]
) -> present.CardFormPage:
    """A card to begin; what was typed is kept."""
    return _form(url_for("cards.add"), given, faults, parts)


def card_page(
    kept: KeptCard,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    parts: Mapping[str, str] | None = None,
    is_late: bool = False,
) -> present.CardFormPage:
    """A card to change; ``given`` is what was typed, when it was."""
    card_id = kept.card.id
    return _form(
        url_for("cards.change", card=card_id),
        given or typed_of(kept.card),
        faults or {},
        parts or {},
        kept=kept,
        is_late=is_late,
    )


def _form(
    action: str,
    given: Mapping[str, str],
    faults: Mapping[str, str],
    parts: Mapping[str, str],
    *,
    kept: KeptCard | None = None,
    is_late: bool = False,
) -> present.CardFormPage:
    chosen = {name: tuple(given.get(name, "").split()) for name in LISTS}
    topics = {topic.value for topic in Topic}
    typed = {**given, "fits": " ".join(word for word in chosen["fits"] if word not in topics)}
    return present.CardFormPage(
        action=action,
        back_href=url_for("cards.all_cards"),
        kinds=tuple(AccessChoice(id=one.value, text=words.kind_in_words(one)) for one in CardKind),
        topics=tuple(AccessChoice(id=one.value, text=words.topic_in_words(one)) for one in Topic),
        languages=tuple(AccessChoice(id=code, text=spoken_in_words(code)) for code in SPOKEN),
        regions=tuple(AccessChoice(id=one.value, text=words.region_in_words(one)) for one in Region),
        version=kept.version if kept else 0,
        is_new=kept is None,
        is_late=is_late,
        is_changed=kept is not None and kept.is_changed,
        given=typed,
        chosen=chosen,
        lengths=LENGTHS,
        faults={name: words.fault_in_words(reason, parts.get(name, "")) for name, reason in faults.items()},
        delete_action=url_for("cards.mark", card=kept.card.id) if kept and kept.version else "",
        frame=frame(),
    )


def _line(kept: KeptCard) -> present.KeptLine:
    card = kept.card
    day = card.checked_on
    return present.KeptLine(
        title=card.title,
        kind=words.kind_in_words(card.kind),
        href=url_for("cards.card", card=card.id),
        mark_action=url_for("cards.mark", card=card.id),
        checked=day_in_words(datetime.combine(day, time(12), BRUSSELS)) if day else "",
        is_own=card.is_own and not kept.is_changed,
        is_hidden=kept.is_hidden,
        is_changed=kept.is_changed,
        is_checked_today=day == services().card_keeping.today,
    )
