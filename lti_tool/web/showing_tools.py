"""From the check of the tools of the day to what its page prints."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.modes import FIRST_USE
from lti_tool.domain.roles import Rights
from lti_tool.domain.tools import TOOLS_AT_MOST, Light, Tool
from lti_tool.services.launches import Visit
from lti_tool.services.tool_checks import Shown, ToolBoard
from lti_tool.web import present_tools
from lti_tool.web.i18n import _, can_do_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_actions import pages_of
from lti_tool.web.showing_sitting import name_in_words, title_of
from lti_tool.web.state import services

ICONS = {
    Tool.POINTER: "pointer",
    Tool.KEYBOARD: "pencil",
    Tool.DEVICE: "computer",
    Tool.MAIL: "mail",
    Tool.VIDEO: "video",
    Tool.SITE: "lock",
    Tool.SEARCH: "search",
    Tool.FILES: "folder",
}
_STATES: dict[AttemptState, present_tools.ToolState] = {
    AttemptState.OPEN: "started",
    AttemptState.DECLINED: "declined",
    AttemptState.FINISHED: "finished",
}
_LIGHTS: dict[Light, present_tools.LightName] = {
    Light.AT_EASE: "at-ease",
    Light.LITTLE_HELP: "little-help",
    Light.TO_SHOW: "to-show",
}


def tools_page(
    visit: Visit,
    board: ToolBoard,
    *,
    asked: Iterable[str] | None = None,
    is_kept: bool = False,
) -> present_tools.ToolsPage:
    """The tools and the people; with ``asked`` too many were ticked, and those ticks stand."""
    handle = visit.launch.handle
    ticked = set(asked) if asked is not None else {tool.value for tool in board.tools}
    words = _words()
    return present_tools.ToolsPage(
        title=title_of(visit),
        course=visit.course,
        tools=tuple(
            present_tools.ToolChoice(
                value=tool.value, text=words[tool], icon=ICONS[tool], is_chosen=tool.value in ticked
            )
            for tool in Tool
        ),
        chosen=tuple(words[tool] for tool in board.tools),
        most=TOOLS_AT_MOST,
        has_too_many=asked is not None,
        is_kept=is_kept,
        people=tuple(_line(visit, one) for one in board.people),
        pages=pages_of(board.page, lambda number: url_for("sittings.tools", handle=handle, page=number)),
        action=url_for("sittings.choose_tools", handle=handle) if visit.rights is Rights.TRAINER else "",
        refresh_href=url_for("sittings.tools", handle=handle, page=board.page.number),
        back_href=url_for("sittings.overview", handle=handle),
        frame=frame_of(visit),
    )


def elsewhere_page(visit: Visit) -> present_tools.ToolsPage:
    """What to do where this link opens another activity."""
    named = (_(one.title) for one in services().activities.values() if one.mode == FIRST_USE.name)
    return present_tools.ToolsPage(
        title=title_of(visit),
        course=visit.course,
        is_here=False,
        activity=next(named, ""),
        back_href=url_for("sittings.overview", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def _line(visit: Visit, one: Shown) -> present_tools.ToolLine:
    person, mastery = one.person, one.mastery
    address = {"handle": visit.launch.handle, "person": person.person_id}
    state = _STATES[one.state] if one.state else "not-started"
    return present_tools.ToolLine(
        name=name_in_words(person.name, person.number),
        state="sent" if mastery else state,
        light=_LIGHTS[mastery.light] if mastery else "",
        to_show=_can_do(mastery.to_show) if mastery else (),
        with_help=_can_do(mastery.with_help) if mastery else (),
        together_href="" if mastery else url_for("together.agree", **address),  # type: ignore[arg-type]
        record_href=url_for("cohort.person", **address) if mastery else "",  # type: ignore[arg-type]
    )


def _can_do(tasks: Iterable[str]) -> tuple[str, ...]:
    """What each task shows that somebody can do; a task that was withdrawn is left out."""
    found = (services().bank.get(task) for task in tasks)
    return tuple(can_do_in_words(item.can_do) for item in found if item is not None)


def _words() -> dict[Tool, str]:
    return {
        Tool.POINTER: _("La souris ou l'écran tactile"),
        Tool.KEYBOARD: _("Le clavier"),
        Tool.DEVICE: _("L'appareil : allumer, charger, redémarrer"),
        Tool.MAIL: _("Le courriel"),
        Tool.VIDEO: _("L'appel vidéo"),
        Tool.SITE: _("Un site comme celui du cours : mot de passe, formulaire"),
        Tool.SEARCH: _("Chercher sur internet"),
        Tool.FILES: _("Les fichiers et les photos"),
    }
