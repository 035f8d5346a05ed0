"""The sheet of a module and the trainer's guide are one printed page each, in every language."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from lti_tool.content.shelf import Shelf
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.module import Module
from lti_tool.services.module_standing import Telling
from lti_tool.web.present import Frame
from lti_tool.web.present_module import PaperPage
from lti_tool.web.showing_module import safe
from tests.accessibility.catalogue import Preview
from tests.people import LEARNER

NAME = f"{LEARNER.given_name} {LEARNER.family_name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_and_a_guide_are_one_page(
    page: Page, preview_url: str, pages: dict[str, Preview], shelf: Shelf, language: str
) -> None:
    telling, found = Telling(shelf.module_words), {}
    for module in (telling.told(one, language) for one in shelf.modules.values()):
        assert module.language == language
        for paper in (sheet(module), guide(module)):
            name = f"printed/{language}-{module.id}-{paper.kind}"
            pages[name] = Preview(template="module/paper.html", page=paper)
            page.goto(f"{preview_url}/preview/{name}?lang={language}")
            del pages[name]
            found[name] = len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)

    assert 2 * len(shelf.modules) == len(found)
    assert {} == {name: number for name, number in found.items() if number != 1}


def sheet(module: Module) -> PaperPage:
    """As a learner prints it, with the name and the course on it."""
    return PaperPage(
        kind="sheet",
        title=module.title,
        text=safe(module.sheet),
        content_language=module.language,
        name=NAME,
        course="Bureautique et numérique",
        frame=Frame(),
    )


def guide(module: Module) -> PaperPage:
    """As a trainer prints it."""
    return PaperPage(
        kind="guide",
        title=module.title,
        text=safe(module.guide),
        content_language=module.language,
        frame=Frame(),
    )
