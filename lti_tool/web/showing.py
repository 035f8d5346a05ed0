"""From domain values to what the learner's templates print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from flask import request, url_for

from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.comfort import USUAL
from lti_tool.domain.deep_link import Columns
from lti_tool.domain.framework import AREAS
from lti_tool.domain.logo import Logo
from lti_tool.domain.needs import NO_ANSWER, AccessQuestion
from lti_tool.domain.roles import Rights
from lti_tool.domain.selection import area_being_asked, step_number
from lti_tool.services.attempts import Standing
from lti_tool.services.ids import new_id
from lti_tool.services.launches import Visit
from lti_tool.web import present
from lti_tool.web.i18n import _, counted, language
from lti_tool.web.pictograms import PICTOGRAMS
from lti_tool.web.state import Asker, services, visit_or_none
from lti_tool.web.task_voice_player import voice_href_of
from lti_tool.web.workspace import tabs_of

ASKED_WHOSE = timedelta(minutes=1)
AREA_ICONS: Mapping[str, str] = {area: PICTOGRAMS[f"area-{area}"] for area in AREAS}


def frame_of(visit: Visit | None) -> present.Frame:
    """What surrounds every page of this visit."""
    if visit is None:
        return present.NO_FRAME
    handle = visit.launch.handle
    is_learner = visit.rights is Rights.LEARNER
    tabs = tabs_of(visit)
    return present.Frame(
        sign_out_action=url_for("learner.end", handle=handle),
        course_href=visit.launch.return_url or "",
        whose=_whose(visit),
        stuck_action=url_for("stuck.call", handle=handle) if is_learner else "",
        helpers_href=url_for("resources.who_helps", handle=handle) if is_learner else "",
        own_data_href=url_for("own_data.overview", handle=handle) if is_learner else "",
        accessibility_href=url_for("accessibility.own", handle=handle) if is_learner else "",
        comfort_href=_comfort_href(visit) if is_learner else "",
        comfort=visit.launch.comfort,
        stuck_place=request.path.removeprefix(f"/l/{handle}/"),
        tabs=tabs,
        guide_href=url_for("guides.read", guide="trainer") if tabs else "",
        is_kiosk=visit.launch.is_kiosk,
        accent=visit.launch.accent,
        logo=logo_shown(visit.launch.logo, partial(url_for, "logo.shown", handle=handle)),
    )


def logo_shown(logo: Logo | None, address: Callable[..., str]) -> present.LogoShown | None:
    """A centre's logo under its address, which changes with it."""
    if logo is None:
        return None
    width, height = logo.shown
    return present.LogoShown(href=address(medium=logo.id), name=logo.name, width=width, height=height)


def _comfort_href(visit: Visit) -> str:
    """Where comfort is chosen, and from which page; empty where nothing new may be kept."""
    if visit.launch.is_restricted:
        return ""
    back = request.full_path.rstrip("?")
    return url_for("comfort.choose", handle=visit.launch.handle, back=back)


def _whose(visit: Visit) -> str:
    """The name to ask for on the first pages of a session that began in a new tab."""
    is_first = services().clock() - visit.launch.created_at < ASKED_WHOSE
    return visit.own_name if visit.launch.is_handed_over and is_first else ""


def frame_of_asker(asker: Asker | None) -> present.Frame:
    """What surrounds a page of whoever asks."""
    if asker is None:
        return present.NO_FRAME
    here = visit_or_none()
    return present.Frame(
        sign_out_action=url_for(asker.end_endpoint, handle=asker.handle),
        course_href=asker.course_href,
        comfort=here.launch.comfort if here else USUAL,
    )


def frame_of_connecting() -> present.Frame:
    """What surrounds a page of whoever connects a platform, without a session."""
    return present.Frame(guide_href=url_for("guides.read", guide="connect"))


def welcome_page(visit: Visit, standing: Standing) -> present.WelcomePage:
    """The first page: new, resume, or after "not now"."""
    attempt = standing.attempt
    is_later = attempt is not None and attempt.state is AttemptState.DECLINED
    is_resume = attempt is not None and attempt.state is AttemptState.OPEN
    address = partial(url_for, handle=visit.launch.handle)
    return present.WelcomePage(
        title=_(standing.activity.title),
        state="later" if is_later else "resume" if is_resume else "new",
        minutes=_usual_minutes(standing.activity.minutes),
        trainer_name=visit.trainer_name,
        is_shared_at_once=attempt.is_shared_at_end if attempt and is_resume else visit.launch.shares_at_end,
        sends_levels=visit.launch.is_graded and standing.activity.is_graded,
        is_one_level=standing.activity.columns(visit.link.columns) is Columns.ONE,
        is_some_levels=standing.activity.is_between,
        stage=standing.activity.stage.value,
        views_href=address("views.own"),
        action=address("learner.start"),
        later_action=address("learner.later"),
        frame=frame_of(visit),
    )


def question_page(
    visit: Visit,
    standing: Standing,
    *,
    notice: present.Notice = "",
    given: Mapping[str, Sequence[str]] | None = None,
) -> present.QuestionPage:
    """The open task in the language of the page. ``standing`` must have an item and a scene."""
    standing = services().attempts.told(standing, language())
    attempt, item, scene = standing.attempt, standing.item, standing.scene
    if attempt is None or item is None or scene is None or attempt.current is None:
        raise ValueError("a question page needs an open task")
    history = services().attempts.history(attempt)
    return present.QuestionPage(
        question=scene.question or item.question,
        content_language=item.language,
        context=item.context if scene.id == item.scenes[0].id else "",
        screen=scene.screen,
        alternative=scene.alternative,
        task=scene.task,
        submission=new_id(),
        version=attempt.version,
        step=step_number(history, item),
        steps=steps_of(attempt),
        area=_(services().area_names[area_being_asked(history, item)]),
        help=(scene.help or item.help) if attempt.current.is_helped else "",
        highlight=scene.highlight,
        notice=notice or _notice(attempt),
        missing=standing.incomplete,
        given=given or {},
        ask_name=visit.trainer_name,
        voice_href=voice_href_of(visit, standing),
        action=url_for("learner.answer", handle=visit.launch.handle, number=position_of(attempt)),
        # The page that a slow network waits for first carries no picture that it can do without.
        frame=replace(frame_of(visit), logo=None),
    )


def steps_of(attempt: Attempt) -> int:
    """How many areas are asked, one step for each; 0 where there is but one, which needs no counting."""
    count = len(attempt.start.asked)
    return count if count > 1 else 0


def position_of(attempt: Attempt) -> int:
    """The number of the open task, from 1."""
    return len(attempt.answers) + 1


def access_page(
    visit: Visit, question: AccessQuestion, number: int, total: int, *, is_incomplete: bool, given: str
) -> present.AccessPage:
    """One question of the access check."""
    return present.AccessPage(
        question=_(question.question),
        choices=tuple(
            present.AccessChoice(id=choice.id, text=_(choice.text), icon=choice.icon)
            for choice in question.choices
        ),
        number=number,
        total=total,
        given="" if given == NO_ANSWER else given,
        is_incomplete=is_incomplete,
        action=url_for("learner.answer_access", handle=visit.launch.handle, question=question.id),
        frame=frame_of(visit),
    )


def pause_page(visit: Visit, standing: Standing, *, is_between: bool) -> present.PausePage:
    """The pause that was asked for, or the one between two areas."""
    step = 0
    if standing.attempt is not None and standing.item is not None:
        step = step_number(services().attempts.history(standing.attempt), standing.item)
    return present.PausePage(
        reason="between-areas" if is_between else "asked",
        step=step,
        steps=steps_of(standing.attempt) if standing.attempt else 0,
        action=url_for("learner.resume", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def _notice(attempt: Attempt) -> present.Notice:
    current = attempt.current
    if current is not None and current.tries > 0:
        return "try-again"
    return "saved" if attempt.answers and current is not None and not current.is_helped else ""


def minutes_in_words(text: str) -> str:
    """The usual duration of an activity, a range such as "12 à 18"; empty when it is unknown."""
    numbers = _numbers(text)
    if len(numbers) < 2:
        return counted("%(num)s minute.", "%(num)s minutes.", numbers[0]) if numbers else ""
    return _("%(low)s à %(high)s minutes.", low=min(numbers), high=max(numbers))


def _usual_minutes(text: str) -> int:
    """The longer end of a range such as "12 à 18"."""
    return max(_numbers(text), default=0)


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split() if word.isdecimal()]
