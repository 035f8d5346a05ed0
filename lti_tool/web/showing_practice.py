"""From a team's review of its practice to the page that shows it, and to its form."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain.practice import Answer, Topic, compared
from lti_tool.services.figures import Counted
from lti_tool.services.launches import Visit
from lti_tool.services.practice import Practice
from lti_tool.web.i18n import day_in_words
from lti_tool.web.practice_words import answer_in_words, question_in_words
from lti_tool.web.present import AccessChoice
from lti_tool.web.present_practice import (
    PracticeField,
    PracticeForm,
    PracticeLine,
    PracticeLink,
    PracticePage,
)
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_figures import count_in_words, tables_of

_OF_LEARNERS = frozenset({"changes", "skills"})


def practice_page(visit: Visit, practice: Practice, counted: Counted, *, is_kept: bool) -> PracticePage:
    """One review beside the one before, and beside what changed for the learners."""
    handle, review, before = visit.launch.handle, practice.review, practice.before
    return PracticePage(
        lines=tuple(
            PracticeLine(
                question=question_in_words(one.topic),
                answer=answer_in_words(one.answer),
                before=answer_in_words(one.before) if before else "",
            )
            for one in (compared(review, before) if review else ())
        ),
        tables=tuple(one for one in tables_of(counted) if one.id in _OF_LEARNERS),
        day=day_in_words(review.at) if review else "",
        before=day_in_words(before.at) if before else "",
        every=tuple(
            PracticeLink(
                day=day_in_words(one.at),
                href=url_for("documents.practice", handle=handle, review=one.id),
                is_shown=one is review,
            )
            for one in practice.every
        ),
        is_kept=is_kept,
        form_href=url_for("documents.practice_form", handle=handle) if practice.may_write else "",
        course=visit.course,
        people=count_in_words(counted.people),
        back_href=url_for("documents.overview", handle=handle),
        frame=frame_of(visit),
    )


def practice_form(visit: Visit, submission: str, given: Mapping[str, str] | None = None) -> PracticeForm:
    """The form; ``given`` is what was just sent and could not be kept."""
    handle, known = visit.launch.handle, given or {}
    return PracticeForm(
        fields=tuple(
            PracticeField(
                id=topic.value,
                question=question_in_words(topic),
                choices=tuple(AccessChoice(id=one.value, text=answer_in_words(one)) for one in Answer),
                given=known.get(topic.value, ""),
            )
            for topic in Topic
        ),
        submission=submission,
        is_incomplete=given is not None,
        action=url_for("documents.keep_practice", handle=handle),
        back_href=url_for("documents.practice", handle=handle),
        frame=frame_of(visit),
    )
