"""The two pages on the way from the platform to the first page, where the browser needs help."""

from __future__ import annotations

from flask import Response, make_response, render_template

from lti_tool.domain.errors import NotAuthenticated
from lti_tool.web.errors import report, status_of
from lti_tool.web.headers import allow_frames_of
from lti_tool.web.present_launch import NewTabPage, StoragePage, StorageQuestion


def storage_page(href: str, storage: StorageQuestion) -> Response:
    """Keep a proof with the platform, then go on to its address ``href``."""
    return make_response(render_template("launch/storage.html", page=StoragePage(href=href, storage=storage)))


def new_tab_page(
    error: NotAuthenticated,
    *,
    sealed: str,
    action: str,
    seconds: int,
    storage: StorageQuestion | None,
    parents: str,
) -> Response:
    """The refusal of a launch without a cookie, with a button that carries it on to a new tab.

    Only the platform's own sites may frame it: elsewhere, a press on the button could be stolen.
    """
    page = NewTabPage(
        code=error.code,
        reason=error.reason,
        reference=report(error),
        sealed=sealed,
        action=action,
        seconds=seconds,
        storage=storage,
    )
    allow_frames_of(parents)
    return make_response(render_template("launch/new_tab.html", page=page), status_of(error))
