"""The sentences of a badge. The public file of an achievement says the same, in the language of the badge."""

from __future__ import annotations

from lti_tool.domain.attestation import Statement
from lti_tool.domain.badge import Words
from lti_tool.domain.framework import AREAS
from lti_tool.web.i18n import _, counted, day_in_words, language
from lti_tool.web.showing_result import OFFICIAL
from lti_tool.web.state import services

LEVELS = range(1, 9)


def words_of(area: str, level: int, statement: Statement | None = None) -> Words:
    """The words for one level of one area, in the language of the page; with a ``statement`` also how the
    positioning was made.
    """
    name = _(services().area_names[area])
    return Words(
        language=language(),
        name=_(
            "Positionnement DigComp, domaine %(area)s « %(name)s », niveau %(level)s",
            area=area,
            name=name,
            level=level,
        ),
        description=_(
            "La personne s'est positionnée au niveau %(level)s sur 8 de DigComp, domaine %(area)s. "
            "C'est un positionnement, d'après des exercices faits un jour donné. Ce n'est pas un diplôme.",
            level=level,
            area=area,
        ),
        criteria=_(
            "La personne fait des exercices pratiques dans Passerelle, seule ou avec de l'aide. "
            "Passerelle calcule un niveau et dit s'il est sûr."
        ),
        target=services().official_names[area].v3_0[OFFICIAL] if area in AREAS else name,
        told=told(statement) if statement else "",
        check=_("Vérifier l'attestation en ligne"),
    )


def told(statement: Statement) -> str:
    """How many tasks, how many with help, and on which day."""
    return counted(
        "%(num)s exercice, dont %(helped)s avec de l'aide, le %(day)s.",
        "%(num)s exercices, dont %(helped)s avec de l'aide, le %(day)s.",
        statement.tasks,
        helped=statement.tasks_with_help,
        day=day_in_words(statement.taken_at),
    )


def tasks_in_words(statement: Statement) -> str:
    """The same without the day, where it stands beside."""
    return counted(
        "%(num)s exercice, dont %(helped)s avec de l'aide.",
        "%(num)s exercices, dont %(helped)s avec de l'aide.",
        statement.tasks,
        helped=statement.tasks_with_help,
    )
