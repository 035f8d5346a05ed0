"""Hard words explained where they are met first: in the steps of a module that are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lti_tool.domain.module import HardWord, Module, Step, StepKind

WORDS_AT_MOST = 3
"""Explained in one step; more would hide the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word of the glossary with the forms in which texts hold it."""

    id: str
    forms: tuple[str, ...]
    hard_word: HardWord

    def place_in(self, text: str) -> int:
        """Where the word stands first in a text; -1 where it does not. Capitals count in none of them."""
        one = "|".join(map(re.escape, self.forms))
        found = re.search(rf"(?<![\w-])(?:{one})(?![\w-])", text, re.IGNORECASE)
        return found.start() if found else -1


def with_hard_words(module: Module, glossary: Sequence[Entry]) -> Module:
    """The module whose steps explain the words of a glossary, each where it is met first. A step that holds
    more than ``WORDS_AT_MOST`` takes the first ones of the glossary, and leaves the others to the steps that
    follow.
    """
    left, steps = list(glossary), list[Step]()
    for step in module.steps:
        text = step.markdown if step.kind is StepKind.SEE else ""
        here = [entry for entry in left if entry.place_in(text) >= 0][:WORDS_AT_MOST]
        left = [entry for entry in left if entry not in here]
        here.sort(key=lambda entry: entry.place_in(text))
        steps.append(replace(step, hard_words=tuple(entry.hard_word for entry in here)))
    return replace(module, steps=tuple(steps))
