"""What the files of ``config/checks`` may hold, checked by pydantic."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from lti_tool.content.screens import Slug, Strict
from lti_tool.domain.checks import Answering, FilledBy
from lti_tool.domain.needs import Need
from lti_tool.domain.start import Stage

CHOICES_AT_LEAST = 2
ChoiceText = Annotated[str, StringConstraints(min_length=1, max_length=45, strip_whitespace=True)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=90, strip_whitespace=True)]
Sentences = Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)]
AreaId = Annotated[str, StringConstraints(pattern=r"^[1-5]$")]
LevelOfEight = Annotated[float, Field(ge=0, le=8)]


class AccessChoiceFile(Strict):
    """One answer of the access check."""

    id: Slug
    text: ChoiceText
    icon: str = ""
    need: Need | None = None


class AccessQuestionFile(Strict):
    """One condition of the access check."""

    id: Slug
    question: Phrase
    choices: Annotated[list[AccessChoiceFile], Field(min_length=CHOICES_AT_LEAST)]


class AccessFile(Strict):
    """The access check."""

    questions: Annotated[list[AccessQuestionFile], Field(min_length=1)]


class CheckChoiceFile(Strict):
    """One answer of a check."""

    id: Slug
    text: ChoiceText
    icon: str = ""
    areas: tuple[AreaId, ...] = ()
    rating: Annotated[int, Field(ge=0, le=3)] | None = None
    is_alone: bool = False


class CheckQuestionFile(Strict):
    """One question of a check. Without ``text`` it is called as its area or competence is."""

    id: Slug
    text: Phrase | None = None
    area: AreaId | None = None
    competence: str | None = None
    hint: Sentences = ""
    answering: Answering = Answering.ONE
    choices: tuple[CheckChoiceFile, ...] = ()


class CheckFile(Strict):
    """One check. ``choices`` are those of every question that has none of its own."""

    slug: Slug
    title: Phrase
    minutes: Annotated[int, Field(ge=1, le=15)]
    why: Sentences
    lead: Sentences = ""
    filled_by: FilledBy = FilledBy.LEARNER
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)] = (Stage.ENTRY,)
    choices: tuple[CheckChoiceFile, ...] = ()
    questions: Annotated[list[CheckQuestionFile], Field(min_length=1, max_length=30)]


class OutsideLevelFile(Strict):
    """One level as a source names it."""

    id: Slug
    text: ChoiceText
    level: LevelOfEight


class ScoreFile(Strict):
    """The lowest and the highest score of a source."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(le=100_000)]


class ScoreBandFile(Strict):
    """Scores from ``start`` on."""

    start: int
    level: LevelOfEight


class OutsideSourceFile(Strict):
    """Where results come from: ``brand`` is a proper name, ``name`` a phrase to translate."""

    id: Slug
    brand: str = ""
    name: str = ""
    sd: Annotated[float, Field(ge=0.5, le=5)]
    by_area: bool = False
    levels: tuple[OutsideLevelFile, ...] = ()
    score: ScoreFile | None = None
    bands: tuple[ScoreBandFile, ...] = ()


class OutsideFile(Strict):
    """All sources."""

    sources: Annotated[list[OutsideSourceFile], Field(min_length=1)]
