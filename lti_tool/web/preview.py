"""The preview of modules for their authors: read anew at every request, nothing kept, on this machine alone.

It has no database, no session and no services; what is tried is judged as for learners, and the way that
was gone stands in the address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from lti_tool.domain.errors import MalformedRequest, NotFound, PasserelleError
from lti_tool.domain.judging import Incomplete
from lti_tool.domain.module import Module, Step
from lti_tool.services.drafts import DraftFolder, FaultyContent
from lti_tool.services.modules import after_submission
from lti_tool.web import showing_preview as showing
from lti_tool.web.present import ErrorPage
from lti_tool.web.preview_state import run_of, state_of
from lti_tool.web.static_files import StaticFiles

MODULE = "/<speech>/<module>"
STEP = f"{MODULE}/steps/<step>"
HOSTS = ("127.0.0.1", "localhost")
RELOADS = '<script type="module" src="{}"></script>\n</head>'
View = Callable[..., Response]


def register(app: Flask, folder: DraftFolder, files: StaticFiles) -> None:
    """Add every address of the preview, what guards them, and the page for what goes wrong."""
    app.extensions["passerelle_drafts"] = folder
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("/", "drafts", drafts, "GET"),
        ("/changed", "changed", changed, "GET"),
        ("/drawings/<name>.svg", "drawing", drawing, "GET"),
        ("/static/<path:name>", "static", files.serve, "GET"),
        (MODULE, "first", first, "GET"),
        (MODULE, "begin", begin, "POST"),
        (STEP, "step", step, "GET"),
        (STEP, "answer", answer, "POST"),
        (f"{STEP}/again", "try_again", try_again, "POST"),
        (f"{MODULE}/end", "end", end, "GET"),
        (f"{MODULE}/again", "again", begin, "POST"),
        (f"{MODULE}/sheet", "sheet", sheet, "GET"),
        (f"{MODULE}/guide", "guide", guide, "GET"),
        (f"{MODULE}/together/<int:number>", "together", together, "GET"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(path, f"preview.{name}", view, methods=[method])
    app.before_request(_check)
    app.after_request(_reloading)
    app.register_error_handler(FaultyContent, _faulty)
    app.register_error_handler(PasserelleError, _ours)
    app.register_error_handler(HTTPException, _http)


def drafts() -> Response:
    """The modules of the folder, and what is wrong in it."""
    page = showing.drafts_page(_folder().path, _folder().read())
    return make_response(render_template("preview/drafts.html", page=page))


def changed() -> Response:
    """A word that changes with the files."""
    return Response(_folder().state(), mimetype="text/plain")


def drawing(name: str) -> Response:
    """One drawing as it is."""
    return Response(_folder().drawing(name), mimetype="image/svg+xml")


def first(speech: str, module: str) -> Response:
    """The first page of a module."""
    page = showing.first_page(_module(speech, module))
    return make_response(render_template("preview/first.html", page=page))


def begin(speech: str, module: str) -> Response:
    """To the first step."""
    found = _module(speech, module)
    return _to(found, "step", step=found.steps[0].id)


def step(speech: str, module: str, step: str) -> Response:
    """One step, as far as the address says."""
    found, open_step = _opened(speech, module, step)
    run = run_of(found, open_step, request.args, datetime.now(UTC))
    page = showing.step_page(found, open_step, run, said=request.args.get("said", ""))
    return make_response(render_template("module/step.html", page=page))


def answer(speech: str, module: str, step: str) -> Response:
    """Judge one submission of a step, and lead on."""
    found, open_step = _opened(speech, module, step)
    submitted, now = request.form.to_dict(flat=False), datetime.now(UTC)
    run = run_of(found, open_step, request.args, now)
    moved = after_submission(run, found, open_step, submitted, now)
    if isinstance(moved, Incomplete):
        page = showing.step_page(found, open_step, run, missing=moved.fields, given=submitted)
        return make_response(render_template("module/step.html", page=page), 422)
    said = f"{open_step.id}.{next(iter(submitted.get('choice', ())), '')}" if open_step.sayings else ""
    words = {"said": said} if said else {}
    if moved.at != open_step.id:
        return _to(found, "step", step=moved.at, **words)
    if moved.ended_at is not None and not moved.progress(open_step.id).is_told:
        return _to(found, "end", **words)
    return _to(found, "step", step=open_step.id, **state_of(moved, open_step))


def try_again(speech: str, module: str, step: str) -> Response:
    """A step from its beginning."""
    found, open_step = _opened(speech, module, step)
    return _to(found, "step", step=open_step.id)


def end(speech: str, module: str) -> Response:
    """The end of the module."""
    page = showing.end_page(_module(speech, module), request.args.get("said", ""))
    return make_response(render_template("module/end.html", page=page))


def sheet(speech: str, module: str) -> Response:
    """The learner's sheet."""
    page = showing.paper_page(_module(speech, module), is_guide=False)
    return make_response(render_template("module/paper.html", page=page))


def guide(speech: str, module: str) -> Response:
    """The trainer's guide."""
    page = showing.paper_page(_module(speech, module), is_guide=True)
    return make_response(render_template("module/paper.html", page=page))


def together(speech: str, module: str, number: int) -> Response:
    """One step on the wall.

    Raises:
        NotFound: there is no such step.
    """
    found = _module(speech, module)
    if not 1 <= number <= len(found.steps):
        raise NotFound(reason="no-such-step")
    page = showing.together_page(found, number, task=_small("task"), shown=_small("shown"))
    return make_response(render_template("module/together.html", page=page))


def _check() -> None:
    """Only pages of this machine's own browser: another site's name that leads here is none of ours."""
    if request.host.rpartition(":")[0] not in HOSTS and request.host not in HOSTS:
        raise MalformedRequest(reason="unknown-host")


def _reloading(response: Response) -> Response:
    """Each page looks by itself whether a file has changed."""
    if response.mimetype == "text/html":
        script = RELOADS.format(current_app.jinja_env.globals["asset"]("js/preview.js"))  # type: ignore[operator]  # see templating
        response.set_data(response.get_data(as_text=True).replace("</head>", script, 1))
    return response


def _faulty(error: FaultyContent) -> Response:
    """What ``content check`` says of the module that was asked for."""
    asked = str((request.view_args or {}).get("module", ""))
    page = showing.faults_page(_folder().path, asked, error.faults)
    return make_response(render_template("preview/drafts.html", page=page), 422)


def _ours(error: PasserelleError) -> Response:
    status = 404 if isinstance(error, NotFound) else 400
    return _failed(error.code, error.reason, status)


def _http(error: HTTPException) -> Response:
    return _failed("e-link", "http", error.code or 500)


def _failed(code: str, reason: str, status: int) -> Response:
    page = ErrorPage(code=code, reason=reason, reference="", href=url_for("preview.drafts"))
    return make_response(render_template("error.html", page=page), status)


def _folder() -> DraftFolder:
    return cast(DraftFolder, current_app.extensions["passerelle_drafts"])


def _module(speech: str, module: str) -> Module:
    return _folder().module(speech, module)


def _opened(speech: str, module: str, step: str) -> tuple[Module, Step]:
    found = _module(speech, module)
    open_step = found.step(step)
    if open_step is None:
        raise NotFound(reason="no-such-step")
    return found, open_step


def _small(name: str) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else 0


def _to(module: Module, name: str, **values: str) -> Response:
    return cast(Response, redirect(showing.address_of(module, f"module.{name}", **values), 303))
