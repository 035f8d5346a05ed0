"""The short check at the first use in class: three to five easy tasks on the tools of the day, and what a
trainer reads of them. No level and no grade comes from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from random import Random

from lti_tool.domain.ability import Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.item import Item

LEAST, MOST = 3, 5
TOOLS_AT_MOST = MOST
HIGHEST_LEVEL = 1


class Tool(StrEnum):
    """What is used in class. ``POINTER`` is the mouse or the touch screen, ``SITE`` a site like the course's:
    a password, a form.
    """

    POINTER = "pointer"
    KEYBOARD = "keyboard"
    DEVICE = "device"
    MAIL = "mail"
    VIDEO = "video"
    SITE = "site"
    SEARCH = "search"
    FILES = "files"


FAMILIES: Mapping[Tool, tuple[str, ...]] = {
    Tool.POINTER: (
        *("accueil-telephone", "geste-liste", "geste-case", "geste-croix", "geste-retour"),
        *("geste-menu", "geste-loupe"),
    ),
    Tool.KEYBOARD: ("geste-clavier", "geste-chiffres", "recherche-mots", "cv"),
    Tool.DEVICE: ("geste-brancher", "geste-allumer", "panne-blocage", "mise-a-jour"),
    Tool.MAIL: ("courriel", "ton", "message-piege"),
    Tool.VIDEO: ("video",),
    Tool.SITE: ("formulaire", "panne-connexion", "document-partage"),
    Tool.SEARCH: ("recherche-bouton", "recherche-mots", "info-source"),
    Tool.FILES: ("fichier-retrouver", "fichier-corbeille", "photo"),
}
"""The families of the bank that show whether somebody can use a tool."""


class Light(StrEnum):
    """What the trainer does about a tool: nothing, stay near, or show it first."""

    AT_EASE = "at-ease"
    LITTLE_HELP = "little-help"
    TO_SHOW = "to-show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastery:
    """What one person showed. ``to_show`` and ``with_help`` are ids of tasks, in the order in which they
    came; ``light`` is that of the task that needs most.
    """

    light: Light
    to_show: tuple[str, ...]
    with_help: tuple[str, ...]


def tools_of(names: Iterable[str]) -> tuple[Tool, ...]:
    """The tools of these names, in the usual order; unknown names are left out."""
    given = set(names)
    return tuple(tool for tool in Tool if tool.value in given)


def tasks_of(
    tools: Sequence[Tool], bank: Iterable[Item], *, strand: str, avoid: Collection[str], random: Random
) -> tuple[str, ...]:
    """Three to five tasks for these tools, one of each in turn; fewer only where the bank has no more. Those
    of ``avoid`` were met before and come when nothing else is left; first gestures fill up what is missing.

    Source: requirement S1-20.
    """
    easy = [one for one in bank if one.level <= HIGHEST_LEVEL]
    items = [one for one in easy if not strand or one.strand in ("any", strand)]
    length = min(max(2 * len(tools), LEAST), MOST)
    rows = [_row(tool, items, avoid, random) for tool in tools]
    if sum(len(row) for row in rows) < length and Tool.POINTER not in tools:
        rows.append(_row(Tool.POINTER, items, avoid, random))
    turns = [name for turn in zip_longest(*rows[: len(tools)]) for name in turn if name is not None]
    spare = [name for row in rows[len(tools) :] for name in row]
    return tuple(dict.fromkeys((*turns, *spare)))[:length]


def mastery_of(answers: Sequence[Answer]) -> Mastery:
    """What the answers of a check show; nothing answered shows nothing to be helped with."""
    missed = (Outcome.FAILED, Outcome.SKIPPED)
    to_show = tuple(one.item_id for one in answers if one.outcome in missed)
    with_help = tuple(one.item_id for one in answers if one.outcome is Outcome.HELPED)
    light = Light.TO_SHOW if to_show else Light.LITTLE_HELP if with_help else Light.AT_EASE
    return Mastery(light=light, to_show=to_show, with_help=with_help)


def _row(tool: Tool, items: Sequence[Item], avoid: Collection[str], random: Random) -> list[str]:
    """The tasks of one tool: those not met before first, the easier before the harder."""
    ours = [one for one in items if one.family in FAMILIES[tool]]
    drawn = random.sample(ours, len(ours))
    return [one.id for one in sorted(drawn, key=lambda one: (one.id in avoid, one.level))]
