"""From domain values to what the templates of checks print, for the learner."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain import checks as moves
from lti_tool.domain.activity import CHECK, Activity
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.checks import Check, CheckAnswer, CheckQuestion, CheckRun, FilledBy
from lti_tool.domain.profile import Profile
from lti_tool.domain.self_rating import gaps
from lti_tool.services.checks import CheckStanding
from lti_tool.services.launches import Visit
from lti_tool.services.told import ratings_at
from lti_tool.web import present_checks
from lti_tool.web.i18n import _
from lti_tool.web.present import AccessChoice
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services

NOT_AFTERWARDS = frozenset({moves.SELF_RATING})
"""The checks that only make sense before the tasks."""


def offers_before(visit: Visit) -> present_checks.CheckOffers | None:
    """What the first page of a diagnostic offers: say first what one thinks one can do."""
    found = [one for one in services().checks.of_learner(visit) if one.check.slug == moves.SELF_RATING]
    cards = tuple(_card(visit, one) for one in found)
    return present_checks.CheckOffers(place="before", cards=cards) if cards else None


def offers_after(
    visit: Visit, attempt: Attempt, profile: Profile, *, statistics_href: str
) -> present_checks.CheckOffers:
    """What a result offers: the checks that are not done, and what the learner had thought."""
    standings = services().checks.of_learner(visit)
    rated = ratings_at(services().checks.told_by_learner(visit), services().checks.known, attempt.stage)
    return present_checks.CheckOffers(
        place="after",
        cards=tuple(
            _card(visit, one) for one in standings if not one.is_done and one.check.slug not in NOT_AFTERWARDS
        ),
        gaps=tuple(
            present_checks.GapLine(name=_(services().area_names[one.area]), kind=one.gap.value)
            for one in gaps(rated, profile.areas)
        ),
        overview_href=url_for("checks.overview", handle=visit.launch.handle),
        statistics_href=statistics_href,
    )


def checks_page(visit: Visit, standings: tuple[CheckStanding, ...]) -> present_checks.ChecksPage:
    """Every check, and results from elsewhere."""
    handle = visit.launch.handle
    return present_checks.ChecksPage(
        cards=tuple(_card(visit, one) for one in standings),
        outside_href=url_for("outside.own", handle=handle),
        statistics_href=url_for("backgrounds.first", handle=handle),
        back_href=_home(visit),
        frame=frame_of(visit),
    )


def check_page(visit: Visit, standing: CheckStanding) -> present_checks.CheckPage:
    """The first page of a check."""
    check = standing.check
    return present_checks.CheckPage(
        title=_(check.title),
        why=_(check.why),
        minutes=check.minutes,
        trainer_name=visit.trainer_name,
        is_started=standing.run is not None,
        action=url_for("checks.begin", handle=visit.launch.handle, check=check.slug),
        back_href=_home(visit),
        frame=frame_of(visit),
    )


def question_page(
    visit: Visit,
    standing: CheckStanding,
    question: CheckQuestion,
    *,
    given: tuple[str, ...] | None = None,
    line: str | None = None,
) -> present_checks.CheckQuestionPage:
    """One question, with what was answered before, or what was just sent and could not be kept."""
    check, handle = standing.check, visit.launch.handle
    known = standing.run.answers.get(question.id) if standing.run else None
    place = check.questions.index(question)
    before = check.questions[place - 1].id if place else ""
    return present_checks.CheckQuestionPage(
        title=_(check.title),
        question=_(question.text),
        number=place + 1,
        total=len(check.questions),
        answering=question.answering.value,
        choices=tuple(
            AccessChoice(id=choice.id, text=_(choice.text), icon=choice.icon) for choice in question.choices
        ),
        lead=_(check.lead) if question.subject else "",
        hint=_(question.hint),
        given=(known.choices if known else ()) if given is None else given,
        line=(known.line if known else "") if line is None else line,
        line_length=moves.LINE_LENGTH,
        notice=standing.unanswered,  # type: ignore[arg-type]  # the reasons of domain.checks.Unanswered
        nothing=next((_(choice.text) for choice in question.choices if choice.is_alone), ""),
        action=url_for("checks.answer", handle=handle, check=check.slug, question=question.id),
        back_href=url_for("checks.question", handle=handle, check=check.slug, question=before)
        if before
        else "",
        frame=frame_of(visit),
    )


def answers_page(visit: Visit, standing: CheckStanding) -> present_checks.AnswersPage:
    """What was said so far."""
    check, handle = standing.check, visit.launch.handle
    is_of_trainer = check.filled_by is FilledBy.TRAINER
    return present_checks.AnswersPage(
        title=_(check.title),
        lines=answer_lines(check, standing.run, "" if is_of_trainer else handle),
        is_done=standing.is_done,
        is_sent=standing.run is not None and standing.run.shared_at is not None,
        is_of_trainer=is_of_trainer,
        trainer_name=visit.trainer_name,
        send_action=url_for("checks.share", handle=handle, check=check.slug),
        continue_action=url_for("checks.begin", handle=handle, check=check.slug),
        back_href=_home(visit) or url_for("checks.overview", handle=handle),
        frame=frame_of(visit),
    )


def answer_lines(check: Check, run: CheckRun | None, handle: str) -> tuple[present_checks.AnswerLine, ...]:
    """The questions that were answered; with a ``handle`` each can be changed."""
    if run is None:
        return ()
    return tuple(
        present_checks.AnswerLine(
            question=_(question.text),
            answers=answer_in_words(question, run.answers[question.id]),
            is_skipped=run.answers[question.id].is_skipped,
            href=url_for("checks.question", handle=handle, check=check.slug, question=question.id)
            if handle
            else "",
        )
        for question in check.questions
        if question.id in run.answers
    )


def answer_in_words(question: CheckQuestion, answer: CheckAnswer) -> tuple[str, ...]:
    """What was chosen or written, in words; what left the content since is left out."""
    chosen = tuple(_(choice.text) for choice in question.choices if choice.id in answer.choices)
    return (*chosen, answer.line) if answer.line else chosen


def opens_a_check(activity: Activity | None) -> bool:
    """Whether a resource link of this activity opens a check alone."""
    return activity is not None and activity.kind == CHECK


def _card(visit: Visit, standing: CheckStanding) -> present_checks.CheckCard:
    check, run = standing.check, standing.run
    state: present_checks.CheckState = "new"
    if run is not None:
        state = "started" if not standing.is_done else "sent" if run.shared_at else "done"
    return present_checks.CheckCard(
        title=_(check.title),
        minutes=check.minutes,
        href=url_for("checks.first", handle=visit.launch.handle, check=check.slug),
        state=state,
    )


def _home(visit: Visit) -> str:
    """Where "back" leads; empty when the link opens a check, which is home itself."""
    if opens_a_check(services().activities.get(visit.link.activity)):
        return ""
    return url_for("learner.entrance", handle=visit.launch.handle)
