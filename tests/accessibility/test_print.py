"""What is printed for a learner is large enough to be read by everybody, in black on white, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.accessibility.catalogue import Catalogue

LEARNERS, STAFF = 14.0, 11.0
"""Points: what a learner reads, and what only a trainer does."""
OF_STAFF = ".twin__code, .twin__trainer"
"""Lines for the trainer on a learner's sheet."""
_SMALLEST = """([least, ofStaff, staff]) => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim(), around = walker.currentNode.parentElement;
    const box = around.getBoundingClientRect();
    if (!words || box.width < 2 || box.height < 2 || around.closest(".unseen, .skip")) continue;
    const points = parseFloat(getComputedStyle(around).fontSize) * .75;
    if (points < (ofStaff && around.closest(ofStaff) ? staff : least) - .05) {
      found.add(`${points.toFixed(1)} pt: ${around.className} ${words.slice(0, 40)}`);
    }
  }
  return [...found];
}"""

_PALE = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement, box = around.getBoundingClientRect();
    if (!walker.currentNode.data.trim() || box.width < 2 || around.closest(".unseen, .skip")) continue;
    const parts = getComputedStyle(around).color.match(/[0-9]+/g).slice(0, 3).map(Number);
    if (Math.max(...parts) > 73) found.add(`${parts}: ${around.className} ${around.textContent.slice(0, 9)}`);
  }
  return [...found];
}"""
"""Words that a printer without colours would make grey: lighter than the softest of our inks, or coloured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A page of the catalogue on paper: how large its smallest words may be, how many pages it may take."""

    name: str
    least: float = LEARNERS
    pages: int = 1


PRINTED = (
    *(Printed(name=f"result/{one}") for one in ("rich", "sent", "compared", "one-area")),
    Printed(name="result/sheet"),
    Printed(name="result/sheet-early"),
    Printed(name="documents/talk"),
    Printed(name="documents/attestation-issued"),
    Printed(name="documents/attestation-hidden-name"),
    Printed(name="documents/eligibility"),
    Printed(name="course/leaflet"),
    Printed(name="actions/slip"),
    Printed(name="step/sheet"),
    Printed(name="paper/form-without-name", pages=5),
    Printed(name="step/guide", least=STAFF),
)


def pages_of(page: Page) -> int:
    """How many sheets a printer takes."""
    return len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)


@pytest.mark.parametrize("printed", PRINTED, ids=lambda one: one.name)
def test_what_is_printed_can_be_read_by_everybody(
    page: Page, preview_url: str, pages: Catalogue, printed: Printed
) -> None:
    """In 14 points, black on white, and what belongs together is on one sheet."""
    assert printed.name in pages
    page.emulate_media(color_scheme="dark")
    page.goto(f"{preview_url}/preview/{printed.name}")
    taken = pages_of(page)
    page.emulate_media(media="print", color_scheme="light")
    small = page.evaluate(_SMALLEST, [printed.least, OF_STAFF, STAFF])
    pale = page.evaluate(_PALE)

    assert [] == small
    assert [] == pale
    assert printed.pages == taken
