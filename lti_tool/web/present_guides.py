"""What the page of a guide receives."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLink:
    """The way to a section of the page."""

    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """``guides/guide.html``: ``text`` is clean HTML in the language ``spoken``, maybe not that of the page.
    ``list_href`` is empty on the list of guides itself.
    """

    title: str
    text: Markup
    spoken: str
    sections: tuple[SectionLink, ...] = ()
    list_href: str = ""
    frame: Frame = NO_FRAME
