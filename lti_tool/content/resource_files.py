"""What ``resources/<language>.yaml`` may hold, checked by pydantic."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from lti_tool.content.schema import CompetenceId
from lti_tool.content.screens import Slug, Strict
from lti_tool.domain.card_form import LENGTHS, PHONE, SPOKEN, WEBSITE
from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import OPENINGS_AT_MOST, Day
from lti_tool.domain.resources import CardKind, Region

CardId = Annotated[Slug, StringConstraints(max_length=32)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=LENGTHS["title"], strip_whitespace=True)]
Says = Annotated[str, StringConstraints(min_length=1, max_length=LENGTHS["says"], strip_whitespace=True)]
Where = Annotated[str, StringConstraints(max_length=LENGTHS["where"], strip_whitespace=True)]
Network = Annotated[str, StringConstraints(max_length=LENGTHS["network"], strip_whitespace=True)]
Phone = Annotated[str, StringConstraints(pattern=PHONE)]
Website = Annotated[str, StringConstraints(pattern=WEBSITE, max_length=LENGTHS["website"])]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
ModuleId = Annotated[str, StringConstraints(pattern=r"^[MA]\d\d$")]
SpokenLanguage = Annotated[str, StringConstraints(pattern=f"^({'|'.join(SPOKEN)})$")]


class OpeningFile(Strict):
    """Some days with the same hours."""

    days: Annotated[list[Day], Field(min_length=1)]
    start: Annotated[TimeOfDay, Field(alias="from")]
    end: Annotated[TimeOfDay, Field(alias="to")]


class CardFile(Strict):
    """One card."""

    id: CardId
    kind: CardKind
    title: Title
    says: Says
    where: Where = ""
    phone: Phone = ""
    website: Website = ""
    opening: Annotated[tuple[OpeningFile, ...], Field(max_length=OPENINGS_AT_MOST)] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    regions: Annotated[tuple[Region, ...], Field(min_length=1)] = (Region.EVERYWHERE,)
    network: Network = ""
    competences: tuple[CompetenceId, ...] = ()
    levels: tuple[Annotated[int, Field(ge=0, le=4)], ...] = ()
    needs: tuple[Need, ...] = ()
    obstacles: tuple[Slug, ...] = ()
    modules: tuple[ModuleId, ...] = ()
    offline: bool = False
    checked: date | None = None
    replaces: bool = False


class CardsFile(Strict):
    """The cards of one language."""

    cards: Annotated[list[CardFile], Field(min_length=1, max_length=300)]
