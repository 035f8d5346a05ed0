"""The words of a module, checked: plain, short, and whole where a printed page needs its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lti_tool.content import module_files as files
from lti_tool.content.readability import EASY, TRAINERS_EASY, kandel_moles
from lti_tool.content.sanitise import Block
from lti_tool.content.wording import (
    ALTERNATIVE_WORDS,
    WORD,
    Found,
    longest_sentence,
    scene_wording_faults,
    text_faults,
)

STEP_WORDS, SHEET_WORDS, GUIDE_WORDS, CHARTER_WORDS = 90, 160, 350, 260
TRAINERS_SENTENCE_WORDS = 20
COUNTED_WORDS = 12
"""A shorter text is not measured: one long word would weigh too much."""
GUIDE_HEADING = 2
GUIDE_HEADINGS = ("But", "Préparer", "Dérouler", "Si ça coince", "Autrement", "Des mots qui aident")
_TYPOGRAPHY = "a plain space before"
_SENTENCE_END = re.compile(r"(?<=[.!?…:])[ \n]+")


def module_wording_faults(module: files.ModuleFile, language: str) -> Iterator[Found]:
    """Faults in what a module's own file says to its learner: where, what, how to mend."""
    is_plain = module.part != "trainers"
    for key in ("title", "goal", "can_do"):
        yield from (
            ((key,), what, mend) for what, mend in said_faults(getattr(module, key), language, is_plain)
        )
    for place, step in enumerate(module.steps):
        for where, text in _texts(step):
            faults = said_faults(text, language, is_plain)
            yield from ((("steps", place, *where), what, mend) for what, mend in faults)
        if step.picture is not None and len(WORD.findall(step.picture.alternative)) > ALTERNATIVE_WORDS:
            yield ("steps", place, "picture"), f"more than {ALTERNATIVE_WORDS} words", "say it shorter"
        read = "\n".join(text for _where, text in _texts(step))
        yield from ((("steps", place), *found) for found in _ease_faults(read, language, is_plain))
        if isinstance(step, files.TryStep | files.CheckStep):
            yield from _exercise_faults(step, place, language)


def page_faults(
    blocks: Sequence[Block], limit: int, language: str, *, is_plain: bool
) -> Iterator[tuple[int, str, str]]:
    """Faults in the words of a text that lies beside the file: line, what, how to mend."""
    words = "\n".join(block.text.replace("\n", " ") for block in blocks)
    count = len(WORD.findall(words))
    if not count:
        yield 1, "the text is empty", "write it, or remove the step"
    if count > limit:
        yield 1, f"{count} words where {limit} are enough", "say it shorter"
    for block in blocks:
        for line, sentence in sentences_of(block):
            yield from ((line, what, mend) for what, mend in said_faults(sentence, language, is_plain))
    yield from ((_hardest(blocks), what, mend) for what, mend in _ease_faults(words, language, is_plain))


def guide_faults(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """What a trainer's guide lacks: its headings, in their order. Line, what, how to mend."""
    found = [block for block in blocks if block.heading == GUIDE_HEADING]
    for place, wanted in enumerate(GUIDE_HEADINGS):
        if place >= len(found):
            yield blocks[-1].line if blocks else 1, f"the heading “{wanted}” is missing", f"add ## {wanted}"
            return
        if found[place].text != wanted:
            what = f"the heading “{found[place].text}” stands where “{wanted}” is asked"
            yield found[place].line, what, f"use ## {', ## '.join(GUIDE_HEADINGS)}, in this order"
            return
    for more in found[len(GUIDE_HEADINGS) :]:
        yield more.line, f"one heading too many: “{more.text}”", "put its words under another one"


def said_faults(text: str, language: str, is_plain: bool) -> Iterator[tuple[str, str]]:
    """Faults in one text. Where it need not be plain, trainers read it: longer sentences, other words."""
    if is_plain:
        yield from text_faults(text, language)
        return
    if longest_sentence(text) > TRAINERS_SENTENCE_WORDS:
        yield f"a sentence of more than {TRAINERS_SENTENCE_WORDS} words", "make two sentences"
    yield from (found for found in text_faults(text, language) if found[0].startswith(_TYPOGRAPHY))


def sentences_of(block: Block) -> Iterator[tuple[int, str]]:
    """Each sentence of a block with the line on which it begins."""
    begin = 0
    for end in (*(found.end() for found in _SENTENCE_END.finditer(block.text)), len(block.text)):
        if block.text[begin:end].strip():
            line = block.line + block.text.count("\n", 0, begin)
            yield line, block.text[begin:end].strip().replace("\n", " ")
        begin = end


def _hardest(blocks: Sequence[Block]) -> int:
    """The line of the block that is the hardest to read."""
    counted = [block for block in blocks if len(WORD.findall(block.text)) >= COUNTED_WORDS] or blocks
    return min(counted, key=lambda block: kandel_moles(block.text.replace("\n", " "))).line


def _ease_faults(text: str, language: str, is_plain: bool) -> Iterator[tuple[str, str]]:
    wanted = EASY if is_plain else TRAINERS_EASY
    ease = kandel_moles(text) if len(WORD.findall(text)) >= COUNTED_WORDS else float(wanted)
    if language == "fr" and ease < wanted:
        yield f"hard to read: {ease:.0f} where {wanted} is asked", "shorter words, shorter sentences"


def _texts(step: files.StepFile) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield ("title",), step.title
    match step:
        case files.DoStep():
            yield ("intro",), step.intro
            yield from ((("lines", place), one.text) for place, one in enumerate(step.lines))
        case files.SayStep():
            yield ("question",), step.question
            for place, one in enumerate(step.choices):
                yield ("choices", place), one.text
                yield ("choices", place), one.reply
        case files.TryStep() | files.CheckStep():
            for place, task in enumerate(step.tasks):
                for key in ("context", "question", "done"):
                    yield ("tasks", place, key), getattr(task, key)
                yield from ((("tasks", place, "hints", at), hint) for at, hint in enumerate(task.hints))
        case _:
            pass


def _exercise_faults(step: files.TryStep | files.CheckStep, place: int, language: str) -> Iterator[Found]:
    for number, task in enumerate(step.tasks):
        where = ("steps", place, "tasks", number)
        if len({*task.hints, task.question}) <= len(task.hints):
            yield (*where, "hints"), "two hints say the same, or what the question says", "say a little more"
        for at, scene in enumerate(task.scenes):
            faults = scene_wording_faults(scene, language)
            yield from (((*where, "scenes", at, *rest), what, mend) for rest, what, mend in faults)
