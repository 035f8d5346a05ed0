"""The spoken questions of desk mode: ``config/checks/desk.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from lti_tool.content.schema import CompetenceId
from lti_tool.content.screens import Line, Slug, Strict
from lti_tool.content.wording import text_faults
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.desk import DeskQuestion

GUIDE = "see the questions beside it"


class DeskQuestionFile(Strict):
    """One spoken question."""

    id: Slug
    competence: CompetenceId
    level: Annotated[int, Field(ge=0, le=4)]
    sentence: Line
    look_for: Line
    icon: Slug


class DeskFile(Strict):
    """All of them: as many as fit into five minutes."""

    questions: Annotated[list[DeskQuestionFile], Field(min_length=1, max_length=8)]


def load_desk(path: Path) -> tuple[DeskQuestion, ...]:
    """The questions in the order in which they are asked.

    Raises:
        FaultyContent: with every fault of the file.
    """
    document = read_document(path)
    try:
        checked = DeskFile.model_validate(document.values)
    except ValidationError as error:
        raise unlike_schema(document, error, GUIDE) from error
    faults = list(_meaning_faults(document, checked))
    if faults:
        raise FaultyContent(faults)
    return tuple(DeskQuestion(**question.model_dump()) for question in checked.questions)


def _meaning_faults(document: Document, checked: DeskFile) -> Iterator[Fault]:
    ids = [question.id for question in checked.questions]
    for place, question in enumerate(checked.questions):
        if question.id in ids[:place]:
            yield _fault(
                document, ("questions", place, "id"), f"the id “{question.id}” stands twice", "rename one"
            )
        for key in ("sentence", "look_for"):
            for what, mend in text_faults(getattr(question, key)):
                yield _fault(document, ("questions", place, key), what, mend)


def _fault(document: Document, location: tuple[int | str, ...], what: str, mend: str) -> Fault:
    return Fault(file=str(document.path), line=document.line_of(location), what=what, mend=mend)
