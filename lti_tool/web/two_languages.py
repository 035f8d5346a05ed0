"""Pages for somebody who chose a second language: drawn once in each, and shown as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from flask import Response, current_app, make_response, render_template

from lti_tool.domain.comfort import Comfort
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.web.i18n import in_language, language
from lti_tool.web.present import Frame
from lti_tool.web.second_lines import in_two_languages


class Framed(Protocol):
    """What every page has."""

    @property
    def frame(self) -> Frame:
        """What surrounds it, with the choices of whoever reads it."""


def shown(template: str, made: Callable[[], Framed], status: int = 200) -> Response:
    """A page, below each of its lines the same line in the second language of its reader. ``made`` gives its
    values in the language that pages have at that moment; it is asked twice, and must keep nothing.
    """
    page = made()
    html = render_template(template, page=page)
    second = page.frame.comfort.second_language
    if second and second != language():
        html = in_two_languages(html, _drawn_in(second, template, made), second, _style())
    return make_response(html, status)


def typed_language(comfort: Comfort) -> str:
    """The language whose words count beside the French ones where somebody types: that of the page, and on a
    French page the second one.
    """
    second = comfort.second_language
    return second if second and language() == BASE_LANGUAGE else language()


def _drawn_in(second: str, template: str, made: Callable[[], Framed]) -> str:
    with in_language(second):
        return render_template(template, page=made())


def _style() -> str:
    asset = cast(Callable[[str], str], current_app.jinja_env.globals["asset"])
    return asset("bundle/second.css")
