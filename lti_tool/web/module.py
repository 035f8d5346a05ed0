"""The pages of modules: what a learner walks through, and what a trainer prints or shows to a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.module import Module
from lti_tool.domain.roles import Rights
from lti_tool.services.modules import ModuleStanding
from lti_tool.services.paths import Gate
from lti_tool.web import showing_module, showing_module_paper
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import language
from lti_tool.web.state import services, visit
from lti_tool.web.telling import told
from lti_tool.web.two_languages import shown

View = Callable[..., Response]
KNOWN_FIELDS = frozenset({"csrf", "version", "hint", "show", "next", "press", "choice"})


def register(app: Flask) -> None:
    """Add the addresses of modules."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("", "first", first, ["GET"]),
        ("", "begin", begin, ["POST"]),
        ("/steps/<step>", "step", step, ["GET"]),
        ("/steps/<step>", "answer", answer, ["POST"]),
        ("/steps/<step>/again", "try_again", try_again, ["POST"]),
        ("/steps/<step>/copy", "copy", copy, ["GET"]),
        ("/end", "end", end, ["GET"]),
        ("/again", "again", again, ["POST"]),
        ("/sheet", "sheet", sheet, ["GET"]),
        ("/guide", "guide", guide, ["GET"]),
        ("/together/<int:number>", "together", together, ["GET"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/modules/<module>{path}", f"module.{name}", view, methods=methods)


@policy(Policy.COURSE)
def first(handle: str, module: str) -> Response:
    """What the module is, and the way on."""
    standing = services().modules.standing(visit(), module)
    gate = _gate(standing)
    return shown("module/first.html", lambda: showing_module.module_page(visit(), _told(standing), gate))


@policy(Policy.COURSE)
def begin(handle: str, module: str) -> Response:
    """Begin, or go on. A trainer who asks to wait is heard: then nothing is begun."""
    gate = _gate(services().modules.standing(visit(), module))
    if gate is not None and gate.is_waiting:
        return _to("module.first", module)
    is_accompanied = bool(request.form.get("accompanied"))
    standing = services().modules.begin(
        visit(), module, is_accompanied=is_accompanied, now=services().clock()
    )
    return _onward(standing)


@policy(Policy.COURSE)
def step(handle: str, module: str, step: str) -> Response:
    """One step. One that cannot be opened yet leads to the open one."""
    try:
        standing = services().modules.standing(visit(), module, step)
    except NotFound as error:
        if error.reason not in ("no-such-step", "module-not-begun"):
            raise
        return _onward(services().modules.standing(visit(), module))
    said = request.args.get("said", "")
    return shown("module/step.html", lambda: showing_module.step_page(visit(), _told(standing), said=said))


@policy(Policy.COURSE)
def answer(handle: str, module: str, step: str) -> Response:
    """Take one submission of a step."""
    submitted = _submitted()
    try:
        standing = services().modules.answer(
            visit(), module, step, submitted, _version(), services().clock(), language()
        )
    except Conflict:
        return _onward(services().modules.standing(visit(), module))
    if standing.missing:
        return shown(
            "module/step.html",
            lambda: showing_module.step_page(visit(), _told(standing), given=submitted),
            422,
        )
    if standing.is_repeat:
        return _onward(services().modules.standing(visit(), module))
    said = next(iter(submitted.get("choice", ())), "")
    return _onward(standing, said=f"{step}.{said}" if said else "")


@policy(Policy.COURSE)
def try_again(handle: str, module: str, step: str) -> Response:
    """The tasks of a step once more."""
    services().modules.try_again(visit(), module, step, services().clock())
    return _to("module.step", module, step=step)


@policy(Policy.COURSE)
def copy(handle: str, module: str, step: str) -> Response:
    """The text that this person agreed to, to keep or to print."""
    known = _written(module)
    given = services().charters.copy(visit(), f"{module}/{step}")
    charter = services().modules.telling.told_charter(given, known, step, language())
    page = showing_module_paper.charter_page(
        visit(), services().modules.telling.told(known, charter.language), charter
    )
    return make_response(render_template("module/paper.html", page=page))


@policy(Policy.COURSE)
def end(handle: str, module: str) -> Response:
    """What was done, and what comes next."""
    standing = services().modules.standing(visit(), module)
    if standing.run is None or not standing.run.is_finished:
        return _to("module.first", module)
    said = request.args.get("said", "")
    return shown("module/end.html", lambda: showing_module.end_page(visit(), _told(standing), said=said))


@policy(Policy.COURSE)
def again(handle: str, module: str) -> Response:
    """The whole module once more."""
    return _onward(services().modules.again(visit(), module, services().clock()))


@policy(Policy.COURSE)
def sheet(handle: str, module: str) -> Response:
    """The learner's sheet, to print."""
    services().modules.standing(visit(), module)
    page = showing_module_paper.sheet_page(visit(), _known(module))
    return make_response(render_template("module/paper.html", page=page))


@policy(Policy.TRAINER)
def guide(handle: str, module: str) -> Response:
    """The trainer's guide, to print."""
    page = showing_module_paper.guide_page(visit(), _known(module))
    return make_response(render_template("module/paper.html", page=page))


@policy(Policy.TRAINER)
def together(handle: str, module: str, number: int) -> Response:
    """One step on the wall, for a group. The address says what is uncovered; nothing is kept.

    Raises:
        NotFound: there is no such step.
    """
    known = _known(module)
    if not 1 <= number <= len(known.steps):
        raise NotFound(reason="no-such-step")
    page = showing_module_paper.together_page(
        visit(), known, number, task=_small("task"), shown=_small("shown")
    )
    return make_response(render_template("module/together.html", page=page))


def _gate(standing: ModuleStanding) -> Gate | None:
    """What stands before the module for a learner who has not begun it."""
    is_learner = visit().rights is Rights.LEARNER
    if not is_learner or standing.run is not None:
        return None
    return services().paths.gate(visit(), standing.module, services().clock())


def _told(standing: ModuleStanding) -> ModuleStanding:
    return services().modules.telling.told_standing(standing, language())


def _known(module_id: str) -> Module:
    """The module in the language of the page."""
    return told(_written(module_id))


def _written(module_id: str) -> Module:
    module = services().modules.known.get(module_id)
    if module is None:
        raise NotFound(reason="no-such-module")
    return module


def _onward(standing: ModuleStanding, *, said: str = "") -> Response:
    """To the page that comes next."""
    module, run = standing.module.id, standing.run
    words = {"said": said} if said and len(said) < 130 else {}
    if run is None:
        return _to("module.first", module)
    if standing.step is None:
        return _to("module.end" if run.is_finished else "module.first", module, **words)
    return _to("module.step", module, step=standing.step.id, **words)


def _submitted() -> dict[str, list[str]]:
    """The form as sent.

    Raises:
        MalformedRequest: a field that no step has.
    """
    form = request.form.to_dict(flat=False)
    for name in form:
        if name not in KNOWN_FIELDS and not name.startswith(("order-", "field-")):
            raise MalformedRequest(reason="unknown-field")
    return form


def _version() -> int:
    given = request.form.get("version", "")
    if not given.isdecimal() or len(given) > 9:
        raise MalformedRequest(reason="version")
    return int(given)


def _small(name: str) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else 0


def _to(endpoint: str, module: str, **values: str) -> Response:
    handle = visit().launch.handle
    return cast(Response, redirect(url_for(endpoint, handle=handle, module=module, **values), 303))  # type: ignore[arg-type]
