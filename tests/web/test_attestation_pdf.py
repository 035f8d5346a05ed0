"""The attestation as a PDF: its structure, and what is said where the server makes none."""

from __future__ import annotations

import io

from pypdf import PdfReader

from lti_tool.pressing import NoPress
from tests.people import LEARNER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.test_documents import issued, learner, place, trainer

__all__ = ["learner", "trainer"]

NO_PDF = "Ce serveur ne fait pas de PDF. Imprimez la page, choisissez « Enregistrer en PDF »."


def test_the_pdf_is_tagged_and_has_one_page(site: Site, learner: Browser, trainer: Browser) -> None:
    """Structure tree, language and title: what a screen reader needs."""
    issued(site, trainer, learner)
    answer = trainer.request("GET", trainer.at(place(site, learner, "attestation.pdf")))
    reader = PdfReader(io.BytesIO(answer.data))
    root = reader.root_object
    kinds = _kinds(root["/StructTreeRoot"].get_object())

    assert "application/pdf" == answer.mimetype
    assert 'attachment; filename="attestation.pdf"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert len(answer.data) <= 60_000
    assert 1 == len(reader.pages)
    assert root["/MarkInfo"]["/Marked"]
    assert "fr" == root["/Lang"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert "Attestation de positionnement numérique" == reader.metadata.title
    assert {"/H1", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(kinds)
    assert 1 == kinds.count("/H1")
    assert LEARNER.name in reader.pages[0].extract_text()


def test_the_page_says_so_when_the_server_makes_no_pdf(
    site: Site, learner: Browser, trainer: Browser
) -> None:
    issued(site, trainer, learner)
    learner.get(learner.at("attestation"))
    papers = site.services.workspace.papers
    press = papers.press
    object.__setattr__(papers, "press", NoPress())
    try:
        for browser, where in ((trainer, place(site, learner)), (learner, "attestation")):
            browser.get(browser.at(f"{where}.pdf"))
            assert "attestation" == browser.page.name
            assert NO_PDF in browser.page.words.replace("\xa0", " ")
    finally:
        object.__setattr__(papers, "press", press)


def _kinds(node: object) -> list[str]:
    """The kinds of every element of a structure tree."""
    if isinstance(node, list):
        return [kind for one in node for kind in _kinds(one.get_object())]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    below = node.get("/K")
    below = below.get_object() if hasattr(below, "get_object") else below
    return own + _kinds(below if isinstance(below, list) else [below] if isinstance(below, dict) else [])
