"""The learner's path: four stages, one next small step, every module, and « not now » to a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, redirect, request, url_for

from lti_tool.web import showing_loans, showing_path
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown


def register(app: Flask) -> None:
    """Add the addresses of the path."""
    app.add_url_rule("/l/<handle>/path", "path.overview", overview)
    app.add_url_rule("/l/<handle>/path/later", "path.later", later, methods=["POST"])


@policy(Policy.LEARNER)
def overview(handle: str) -> Response:
    """The path, from all that this learner did and said in the course."""
    path = services().paths.own(visit(), services().clock())
    lent = services().workspace.loans.own(visit())
    return shown(
        "path/overview.html",
        lambda: replace(showing_path.path_page(visit(), path), loans=showing_loans.own_loans(lent)),
    )


@policy(Policy.LEARNER)
def later(handle: str) -> Response:
    """« Not now » to a proposed module, or back on the list with it."""
    own, module = services().workspace.own_paths, request.form.get("module", "")
    if request.form.get("take-back"):
        own.take_back(visit(), module)
    else:
        own.put_off(visit(), module)
    return cast(Response, redirect(url_for("path.overview", handle=handle), 303))
