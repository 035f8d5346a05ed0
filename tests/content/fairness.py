"""What gives answers away over a whole bank: their place, their length. And who the people of its tasks
are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain.item import Choose, Fill, Item, Press, Scene

LISTS = ("buttons", "rows", "apps", "results", "files", "messages", "pages", "attachments")
SAID = ("label", "name", "subject", "title")
UNSPOKEN = ("icon", "kind", "id")

_WOMEN = """
Agnès Aline Amandine Amina Aminata Ana Anne Awa Aïcha Bernadette Bintou Béatrice Carine Chantal
Charline Chloé Christine Claire Clara Colette Corinne Cécile Dina Djamila Drita Elena Elif Els Esra
Farida Fatiha Fatima Fatou Fiona Giulia Godelieve Grazia Greet Greta Hanane Hawa Hélène Ilse Imane
Inaya Inès Ioana Irina Jamila Josette Josiane Joëlle Julie Juliette Kadiatou Katia Khadija Latifa
Leïla Lina Lise Lola Lotte Lucie Lucienne Ludivine Luisa Léa Malika Manon Margot Maria Mariam Marie
Milena Mona Monique Nadia Nancy Naïma Nicole Noémie Nora Nour Olga Pascale Petra Rachida Rania Rita
Rosa Sabrina Salma Samira Sandrine Sarah Selma Sevda Sofia Sonia Sylvie Tamara Teresa Valentina
Valérie Vera Yasmine Yuna Zofia Zohra Zoé
"""
WOMEN = frozenset(_WOMEN.split())
_MEN = """
Abdel Adam Ahmed Ali Amadou Amine Bilal Bogdan Bram Bruno Chidi Daniel Denis Didier Diego Dirk
Dorian Dragan Eddy Elias Ferhat Gaspard Georges Gert Gilles Grégory Gérard Hamid Hamza Hassan Hugo
Ibrahim Idris Idriss Igor Ismaël Issa Jamal Jan Jean Jérôme Karim Kevin Kofi Lamine Laurent Loïc Luc
Lucas Malik Mamadou Marc Marcel Marco Marek Martin Mehdi Moussa Murat Nestor Noé Olivier Omar
Ousmane Paul Paulo Pavel Pedro Piet Pieter Pietro Quentin Rachid Radu Rayan Robert Roger Régis Salim
Sami Samir Samuel Simon Sofiane Stefan Steven Tarek Theo Thiago Thierry Thomas Théo Tomas Tomasz
Vasile Viktor Wassim Willem Willy Yanis Yassine Youssef Yusuf Zoran
"""
MEN = frozenset(_MEN.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Answers of which one is taken: their texts as they stand in the file, and which of them are right."""

    texts: tuple[str, ...]
    right: frozenset[int]

    @property
    def is_first(self) -> bool:
        """Whether the first answer is right."""
        return 0 in self.right

    @property
    def is_longest(self) -> bool:
        """Whether a right answer is longer than every other one."""
        longest = max(self.texts, key=len)
        return any(
            self.texts[place] == longest and [len(text) for text in self.texts].count(len(longest)) == 1
            for place in self.right
        )


def chosen(items: Sequence[Item]) -> list[Offer]:
    """Every question with answers to choose from."""
    return [
        Offer(
            texts=tuple(choice.text for choice in scene.task.choices),
            right=_places([choice.id for choice in scene.task.choices], scene.task),
        )
        for scene in _scenes(items)
        if isinstance(scene.task, Choose)
    ]


def pressed(items: Sequence[Item]) -> list[Offer]:
    """Every screen with something to press, as far as what is right stands in one list."""
    found = (_pressed(scene, scene.task) for scene in _scenes(items) if isinstance(scene.task, Press))
    return [offer for offer in found if offer is not None]


def selected(items: Sequence[Item]) -> list[Offer]:
    """Every list of a form from which one line is taken."""
    return [
        Offer(
            texts=tuple(option.text for option in field.options),
            right=frozenset(
                place for place, option in enumerate(field.options) if option.id == field.expected.choice
            ),
        )
        for scene in _scenes(items)
        if isinstance(scene.task, Fill)
        for field in scene.task.fields
        if field.options
    ]


def share(offers: Sequence[Offer], name: str) -> float:
    """The share, 0 to 1, of the offers of which this holds: ``is_first`` or ``is_longest``."""
    return sum(bool(getattr(offer, name)) for offer in offers) / len(offers)


def women_and_men(items: Sequence[Item]) -> tuple[int, int]:
    """How many times a woman and a man are named; a name counts once for each item that says it."""
    named = [set(re.findall(r"[^\W\d_]+", " ".join(_texts(item)))) for item in items]
    return sum(len(names & WOMEN) for names in named), sum(len(names & MEN) for names in named)


def _scenes(items: Sequence[Item]) -> Iterator[Scene]:
    yield from (scene for item in items for scene in item.scenes)


def _places(ids: Sequence[str], task: Choose | Press) -> frozenset[int]:
    wanted = task.right or frozenset(task.opens)
    return frozenset(place for place, name in enumerate(ids) if name in wanted)


def _pressed(scene: Scene, task: Press) -> Offer | None:
    for name in LISTS:
        parts = scene.screen.get(name)
        if not isinstance(parts, list):
            continue
        right = _places([part["id"] for part in parts], task)
        if right:
            return Offer(texts=tuple(_said(part) for part in parts), right=right)
    return None


def _said(part: Mapping[str, str]) -> str:
    return next(part[key] for key in SAID if key in part)


def _texts(item: Item) -> Iterator[str]:
    for told in item.variants or (item,):
        yield from (told.context, told.question, told.help)
        for scene in told.scenes:
            yield from (scene.question, scene.help, *_leaves(scene.screen))
            yield from (choice.text for choice in getattr(scene.task, "choices", ()))
            yield from (text for field in getattr(scene.task, "fields", ()) for text in field.expected.one_of)


def _leaves(drawn: object) -> Iterator[str]:
    if isinstance(drawn, str):
        yield drawn
    elif isinstance(drawn, Mapping):
        yield from (text for key, part in drawn.items() if key not in UNSPOKEN for text in _leaves(part))
    elif isinstance(drawn, list | tuple):
        yield from (text for part in drawn for text in _leaves(part))
