"""Plain words as checks: lengths, words that frighten, typography. A formula cannot replace a reader, but
it keeps a text from growing worse unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lti_tool.content import schema

Location = tuple[int | str, ...]
SENTENCE_WORDS, QUESTION_WORDS, HIGH_LEVEL_WORDS = 12, 25, 40
ANSWER_LENGTH_RATIO = 1.6
SHORT_ANSWER = 12
FORBIDDEN_FR = (
    *("erreur", "échec", "faux", "fausse", "incorrect", "incorrecte", "mauvais", "mauvaise", "raté"),
    *("score", "note", "examen", "évaluation", "obligatoire"),
    *("login", "upload", "browser", "cliquez", "url"),
)
"""Words that no learner's instruction may hold; see the guide beside the bank."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_FORBIDDEN = re.compile(r"(?<!\w)(" + "|".join(FORBIDDEN_FR) + r")s?(?!\w)", re.IGNORECASE)
_BREAKABLE = re.compile(r"(?<=\S)(?: [:;!?»]|« )")


def wording_faults(item: schema.ItemFile) -> Iterator[tuple[Location, str, str]]:
    """Faults in the words of one French item: where, what, how to mend."""
    limit = HIGH_LEVEL_WORDS if item.level >= 3 else QUESTION_WORDS
    for location, text in _instructions(item):
        if len(_WORD.findall(text)) > limit:
            yield location, f"more than {limit} words", "say it shorter"
        if longest_sentence(text) > SENTENCE_WORDS:
            yield location, f"a sentence of more than {SENTENCE_WORDS} words", "make two sentences"
        forbidden = _FORBIDDEN.search(text)
        if forbidden:
            yield location, f"the word “{forbidden[0]}” is not for a learner's text", "use a calmer word"
        if _BREAKABLE.search(text):
            yield location, "a plain space before : ; ! ? or inside « »", "use a non-breaking space (U+00A0)"
    for place, scene in enumerate(item.scenes):
        if isinstance(scene.task, schema.ChooseTask) and _is_lopsided(scene.task):
            yield (
                ("scenes", place, "task"),
                "answers of very different length",
                "bring them nearer to each other",
            )


def longest_sentence(text: str) -> int:
    """The number of words of the longest sentence; 0 for an empty text."""
    return max((len(_WORD.findall(part)) for part in re.split(r"[.!?…:]+", text)), default=0)


def _instructions(item: schema.ItemFile) -> Iterator[tuple[Location, str]]:
    yield ("context",), item.context
    yield ("question",), item.question
    yield ("help",), item.help
    yield ("can_do",), item.can_do
    for place, scene in enumerate(item.scenes):
        yield ("scenes", place, "question"), scene.question
        yield ("scenes", place, "help"), scene.help


def _is_lopsided(task: schema.ChooseTask) -> bool:
    lengths = [max(len(choice.text), SHORT_ANSWER) for choice in task.choices]
    return max(lengths) > ANSWER_LENGTH_RATIO * min(lengths)
