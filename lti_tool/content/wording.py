"""Plain words as checks: lengths, alternatives, answers that give themselves away. A formula cannot replace
a reader, but it keeps a text from growing worse unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lti_tool.content import schema
from lti_tool.content.french import french_faults

Location = tuple[int | str, ...]
Found = tuple[Location, str, str]
SENTENCE_WORDS, QUESTION_WORDS, HIGH_LEVEL_WORDS, ALTERNATIVE_WORDS = 12, 25, 40, 20
ANSWER_LENGTH_RATIO = 1.6
SHORT_ANSWER = 12
SAID_OF_A_BUTTON = ("label", "name", "title", "subject", "text")

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_BREAKABLE = re.compile(r"(?<=\S)(?: [:;!?»]|« )")


def wording_faults(item: schema.ItemFile, language: str) -> Iterator[Found]:
    """Faults in the words of one item: where, what, how to mend. What is said of French is asked of French
    items only.
    """
    limit = HIGH_LEVEL_WORDS if item.level >= 3 else QUESTION_WORDS
    for location, text in _instructions(item):
        if len(WORD.findall(text)) > limit:
            yield location, f"more than {limit} words", "say it shorter"
        yield from ((location, what, mend) for what, mend in text_faults(text, language))
    for place, scene in enumerate(item.scenes):
        yield from (
            (("scenes", place, *rest), what, mend)
            for rest, what, mend in scene_wording_faults(scene, language)
        )
        if _same(scene.help or item.help, scene.question or item.question):
            where: Location = ("scenes", place, "help") if scene.help else ("help",)
            yield where, "the help says no more than the question", "say it in simpler words"


def text_faults(text: str, language: str = "fr") -> Iterator[tuple[str, str]]:
    """Faults in any text that a learner reads: what, how to mend. An empty text has none."""
    if longest_sentence(text) > SENTENCE_WORDS:
        yield f"a sentence of more than {SENTENCE_WORDS} words", "make two sentences"
    if language != "fr":
        return
    yield from french_faults(text)
    if _BREAKABLE.search(text):
        yield "a plain space before : ; ! ? or inside « »", "use a non-breaking space (U+00A0)"


def longest_sentence(text: str) -> int:
    """The number of words of the longest sentence; 0 for an empty text."""
    return max((len(WORD.findall(part)) for part in re.split(r"[.!?…:]+", text)), default=0)


def _instructions(item: schema.ItemFile) -> Iterator[tuple[Location, str]]:
    yield ("context",), item.context
    yield ("question",), item.question
    yield ("help",), item.help
    yield ("can_do",), item.can_do
    for place, scene in enumerate(item.scenes):
        yield ("scenes", place, "question"), scene.question
        yield ("scenes", place, "help"), scene.help


def scene_wording_faults(scene: schema.SceneFile, language: str) -> Iterator[Found]:
    """Faults in the words of one scene: where, what, how to mend."""
    for place, text in _answers(scene):
        yield from (((*place, "text"), what, mend) for what, mend in text_faults(text, language))
    if isinstance(scene.task, schema.ChooseTask | schema.TickTask) and _is_lopsided(scene.task):
        yield ("task",), "answers of very different length", "bring them nearer to each other"
    if scene.screen.kind == "none":
        return
    said = scene.alternative
    if not said:
        yield (), "what is drawn has no alternative", "say in one sentence what somebody sees"
        return
    if language == "fr":
        yield from ((("alternative",), what, mend) for what, mend in french_faults(said))
    if len(WORD.findall(said)) > ALTERNATIVE_WORDS:
        yield ("alternative",), f"more than {ALTERNATIVE_WORDS} words", "say it shorter"
    for answer in sorted(_right_answers(scene)):
        if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", said, re.IGNORECASE):
            yield ("alternative",), f"it gives the answer away: “{answer}”", "say only what is drawn"


def _answers(scene: schema.SceneFile) -> Iterator[tuple[Location, str]]:
    task = scene.task
    if isinstance(task, schema.ChooseTask | schema.TickTask):
        yield from ((("task", "choices", place), one.text) for place, one in enumerate(task.choices))
    elif isinstance(task, schema.OrderTask):
        yield from ((("task", "steps", place), one.text) for place, one in enumerate(task.steps))
    elif isinstance(task, schema.FillTask):
        for place, field in enumerate(task.fields):
            yield from (
                (("task", "fields", place, "options", number), option.text)
                for number, option in enumerate(field.options)
            )


def _right_answers(scene: schema.SceneFile) -> set[str]:
    """The texts by which the right answers of a scene are known. A single sign is none: a drawing is told by
    counts, which may be those of the answer.
    """
    return {text for text in map(_bare, _right_texts(scene)) if len(text) > 1}


def _right_texts(scene: schema.SceneFile) -> Iterator[str]:
    task = scene.task
    if isinstance(task, schema.ChooseTask | schema.TickTask):
        yield from (choice.text for choice in task.choices if choice.id in task.right)
    elif isinstance(task, schema.PressTask):
        yield from _said_of(scene.screen.model_dump(), {*task.right, *task.opens})
    elif isinstance(task, schema.FillTask):
        for wanted in (field.expected for field in task.fields):
            yield from (*wanted.one_of, *wanted.words)
            yield from () if wanted.number is None else (f"{wanted.number:g}".replace(".", ","),)


def _said_of(drawn: Any, names: set[str]) -> Iterator[str]:  # Any: a part of a screen, of any kind
    if isinstance(drawn, list):
        for part in drawn:
            yield from _said_of(part, names)
    elif isinstance(drawn, dict):
        if drawn.get("id") in names:
            yield from (drawn[key] for key in SAID_OF_A_BUTTON if drawn.get(key))
        for part in drawn.values():
            yield from _said_of(part, names)


def _bare(text: str) -> str:
    return text.strip(" .!?\u00a0")


def _same(one: str, other: str) -> bool:
    return WORD.findall(one.casefold()) == WORD.findall(other.casefold())


def _is_lopsided(task: schema.ChooseTask | schema.TickTask) -> bool:
    lengths = [max(len(choice.text), SHORT_ANSWER) for choice in task.choices]
    return max(lengths) > ANSWER_LENGTH_RATIO * min(lengths)
