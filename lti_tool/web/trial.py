"""The trial: pages without a session, for whoever the platform does not name, and for a trainer's look.

They read nothing of anybody and keep nothing: no cookie, no row, no form.
"""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, url_for

from lti_tool.domain.activity import Activity
from lti_tool.domain.errors import NotFound
from lti_tool.domain.item import Item, Press
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _, asked_language, language
from lti_tool.web.present_trial import TrialPage, TrialTaskPage
from lti_tool.web.state import services


def register(app: Flask) -> None:
    """Add the addresses of the trial."""
    app.add_url_rule("/trial/<slug>/", "trial.start", start)
    app.add_url_rule("/trial/<slug>/<int:number>", "trial.task", task)
    app.add_url_rule("/trial/<slug>/end", "trial.end", end)


@policy(Policy.PUBLIC)
def start(slug: str) -> Response:
    """What the trial is. An unknown activity opens the standard one."""
    activity = services().trials.activity(slug)
    return _page("trial/start.html", _around(activity, _address("task", activity, 1)))


@policy(Policy.PUBLIC)
def task(slug: str, number: int) -> Response:
    """One task to look at.

    Raises:
        NotFound: there is no such task.
    """
    activity, tasks = services().trials.activity(slug), services().trials.tasks
    if not 1 <= number <= len(tasks):
        raise NotFound(reason="no-such-task")
    item = services().bank.in_language(tasks[number - 1], language())
    return _page("trial/task.html", _task_page(activity, item, number, len(tasks)))


@policy(Policy.PUBLIC)
def end(slug: str) -> Response:
    """After the last task: one next step."""
    activity = services().trials.activity(slug)
    return _page("trial/end.html", _around(activity, _address("start", activity)))


def _around(activity: Activity, next_href: str) -> TrialPage:
    return TrialPage(title=_(activity.title), next_href=next_href, total=len(services().trials.tasks))


def _task_page(activity: Activity, item: Item, number: int, total: int) -> TrialTaskPage:
    scene = item.scenes[0]
    if not isinstance(scene.task, Press):
        raise TypeError("a task of the trial is pressed")
    is_first, is_last = number == 1, number == total
    return TrialTaskPage(
        question=scene.question or item.question,
        content_language=item.language,
        context=item.context,
        screen=scene.screen,
        alternative=scene.alternative,
        task=scene.task,
        number=number,
        total=total,
        back_href=_address("start", activity) if is_first else _address("task", activity, number - 1),
        next_href=_address("end", activity) if is_last else _address("task", activity, number + 1),
    )


def _address(name: str, activity: Activity, number: int | None = None) -> str:
    """The address of one page, in the language that was asked for."""
    return url_for(f"trial.{name}", slug=activity.slug, number=number, lang=asked_language() or None)


def _page(template: str, page: TrialPage | TrialTaskPage) -> Response:
    return make_response(render_template(template, page=page))
