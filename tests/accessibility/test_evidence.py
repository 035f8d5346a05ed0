"""The checks of ``make evidence``, held against a page that was spoiled on purpose and a sound one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.accessibility.looking import Gallery, violations
from tests.evidence.__main__ import tell
from tests.evidence.grid import CHECKS, Cell, Fault, Found, whole
from tests.evidence.page_checks import look_at
from tests.evidence.report import REPORT

PAGE = "access/device"
CELL = Cell(language="de", look="dark", width=320)
SPOILED = """addEventListener("DOMContentLoaded", () => {
  document.documentElement.lang = "xx";
  document.title = "Passerelle";
  const title = document.querySelector("h1");
  title.insertAdjacentHTML("afterend", "<h4>Encore</h4>");
  title.style.minWidth = "400px";
  document.body.style.fontSize = "16px";
  for (const one of document.querySelectorAll("main .button"))
    Object.assign(one.style, { minHeight: "20px", height: "20px", padding: 0 });
  const cut = document.querySelector("h4");
  Object.assign(cut.style, { overflow: "hidden", width: "60px", height: "20px", whiteSpace: "nowrap" });
  for (const one of document.querySelectorAll(".card__label"))
    one.style.minHeight = one.style.height = "40px";
  document.querySelector(".skip").style.outline = "none";
  const lid = document.body.appendChild(document.createElement("div"));
  Object.assign(lid.style, { position: "fixed", inset: "0 0 auto 0", height: "90px", zIndex: 9 });
  addEventListener("keydown", one => {
    if (one.key === "Tab" && document.activeElement.matches("main input")) one.preventDefault();
  });
});"""
SAID = {
    "axe": "html-lang-valid",
    "language": "the page says 'xx'",
    "title": "the title is 'Passerelle'",
    "headings": "h4 after h1",
    "sideways": "px to scroll sideways",
    "zoom": "px to scroll sideways",
    "spacing": "cut: h4",
    "targets": "x20",
    "answers": "px high",
    "text-size": "text of 16",
    "keyboard": "Tab does not reach button",
    "focus-seen": "no outline on a",
    "focus-free": "covered: summary",
}


def test_every_check_tells_it_when_a_page_is_spoiled_and_nothing_when_it_is_sound(gallery: Gallery) -> None:
    """Each check says what was planted for it; on the sound page each was held, and none says anything."""
    gallery.open(PAGE)
    url = gallery.page.url.partition("/preview/")[0]
    sound = look_at(gallery.page, url, PAGE, [CELL])
    gallery.page.add_init_script(SPOILED)
    spoiled = look_at(gallery.page, url, PAGE, [CELL])

    assert [] == [str(fault) for fault in sound.faults]
    assert set(CHECKS) == set(sound.held)
    assert set(CHECKS) == set(SAID) | {"drawn"}
    silent = [check for check, said in SAID.items() if not _is_said(spoiled.faults, check, said)]
    assert [] == silent, "\n".join(str(fault) for fault in spoiled.faults)


def _is_said(faults: list[Fault], check: str, said: str) -> bool:
    return any(said in fault.detail for fault in faults if fault.check == check)


def test_a_page_that_cannot_be_drawn_is_told(gallery: Gallery) -> None:
    """It says so, and the other checks are not counted."""
    gallery.open(PAGE)
    url = gallery.page.url.partition("/preview/")[0]

    found = look_at(gallery.page, f"{url}/nowhere", PAGE, [CELL])

    assert ["drawn"] == [fault.check for fault in found.faults]
    assert {"drawn"} == set(found.held)


def test_the_report_passes_its_own_checker(gallery: Gallery, tmp_path: Path) -> None:
    """The report of a run with a fault, opened from its file as a reader opens it."""
    fault = Fault(page=PAGE, cell=CELL, check="targets", detail="a 20x20")
    found = Found(pages={PAGE}, cells=24, faults=[fault], held=Counter({"targets": 24}), axe="4")
    tell(tmp_path, whole([PAGE]), found, is_whole=True)
    gallery.page.set_viewport_size({"width": 320, "height": 800})
    gallery.page.goto((tmp_path / REPORT).as_uri())

    assert [] == violations(gallery.page)
    assert 0 >= gallery.page.evaluate("document.documentElement.scrollWidth - innerWidth")
