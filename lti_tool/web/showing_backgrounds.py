"""From what somebody said for the statistics to what its pages print, for that person alone."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain.checks import CheckQuestion
from lti_tool.services.backgrounds import OwnBackground
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _
from lti_tool.web.present import AccessChoice
from lti_tool.web.present_checks import AnswerLine, CheckPage, CheckQuestionPage, StatisticsPage
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_checks import answer_in_words
from lti_tool.web.state import services


def offer_href(visit: Visit) -> str:
    """Where the questions open; empty once something was said to them: they are offered once."""
    own = services().backgrounds.own(visit)
    return "" if own.answers else url_for("backgrounds.first", handle=visit.launch.handle)


def first_page(visit: Visit, own: OwnBackground) -> CheckPage:
    """The first page."""
    return CheckPage(
        title=_(own.check.title),
        why=_(own.check.why),
        minutes=own.check.minutes,
        is_started=bool(own.answers),
        action=url_for("backgrounds.begin", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def question_page(visit: Visit, own: OwnBackground, question: CheckQuestion) -> CheckQuestionPage:
    """One question, with what was said before."""
    known, questions = own.answers.get(question.id), own.check.questions
    place = questions.index(question)
    return CheckQuestionPage(
        title=_(own.check.title),
        question=_(question.text),
        number=place + 1,
        total=len(questions),
        answering="one",
        choices=tuple(AccessChoice(id=one.id, text=_(one.text), icon=one.icon) for one in question.choices),
        hint=_(question.hint) if question.hint else "",
        given=known.choices if known else (),
        notice="missing" if own.unanswered else "",
        action=_at(visit, "answer", question.id),
        back_href=_at(visit, "question", questions[place - 1].id) if place else "",
        frame=frame_of(visit),
    )


def answers_page(visit: Visit, own: OwnBackground) -> StatisticsPage:
    """What was said so far."""
    handle = visit.launch.handle
    return StatisticsPage(
        title=_(own.check.title),
        lines=tuple(
            AnswerLine(
                question=_(question.text),
                answers=answer_in_words(question, own.answers[question.id]),
                is_skipped=own.answers[question.id].is_skipped,
                href=_at(visit, "question", question.id),
            )
            for question in own.check.questions
            if question.id in own.answers
        ),
        is_done=own.question is None,
        continue_action=url_for("backgrounds.begin", handle=handle),
        forget_action=url_for("backgrounds.forget", handle=handle),
        back_href=url_for("learner.entrance", handle=handle),
        frame=frame_of(visit),
    )


def _at(visit: Visit, name: str, question: str) -> str:
    return url_for(f"backgrounds.{name}", handle=visit.launch.handle, question=question)
