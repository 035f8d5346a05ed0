"""The guides as pages: for anybody, without a session, to be kept by browsers for a while."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from lti_tool.domain.errors import NotFound
from lti_tool.domain.guide import Guide
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import asked_language, language
from lti_tool.web.present_guides import GuidePage, SectionLink

Find = Callable[[str, str], Guide | None]
"""A guide by its slug, in a language or in the nearest that there is."""
KEPT = "public, max-age=300"
"""Not for long: the names of style sheets change with a release."""
SECTIONS_AT_LEAST = 4
_OWN_LINKS = re.compile(r'href="(/guides/[a-z-]*)')
_PICTURES = re.compile(r'src="/static/([^"]+)"')


def register(app: Flask, find: Find, asset: Callable[[str], str]) -> None:
    """Add the addresses. ``find`` gives the guide of a slug, ``asset`` the address of a static file."""

    @policy(Policy.PUBLIC)
    def read(guide: str = "") -> Response:
        found = find(guide, language())
        if found is None:
            raise NotFound(reason="no-such-guide")
        return _kept(render_template("guides/guide.html", page=_page(found, asset)))

    app.add_url_rule("/guides/", "guides.all", read)
    app.add_url_rule("/guides/<guide>", "guides.read", read)
    app.add_url_rule("/aide", "guides.help", lead)


@policy(Policy.PUBLIC)
def lead() -> Response:
    """The short address that can be said on the telephone."""
    return cast(Response, redirect(url_for("guides.all"), 303))


def _page(guide: Guide, asset: Callable[[str], str]) -> GuidePage:
    sections = guide.page.sections if len(guide.page.sections) >= SECTIONS_AT_LEAST else ()
    html = _PICTURES.sub(lambda found: f'src="{asset(found[1])}"', guide.page.html)
    if asked_language():
        html = _OWN_LINKS.sub(rf'href="\1?lang={asked_language()}', html)
    return GuidePage(
        title=guide.page.title,
        text=Markup(html),  # noqa: S704  # cleaned when it was read
        spoken=guide.language,
        sections=tuple(SectionLink(href=f"#{one.name}", title=one.title) for one in sections),
        list_href=url_for("guides.all") if guide.slug else "",
    )


def _kept(text: str) -> Response:
    """The page, or that the one which the browser has is still good."""
    response = make_response(text)
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Language"
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:20], weak=True)
    return cast(Response, response.make_conditional(request))
