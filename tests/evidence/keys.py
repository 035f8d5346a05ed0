"""A walk through a page with Tab: what is reached, whether the focus is seen, whether something hides it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

PRESSES_PER_STOP = 4
"""A field for a day, or a player of sounds, has several stops of its own."""
SPARE_PRESSES = 3
# A group of radio buttons has one stop. What stands in a closed <details> has none.
_EXPECTED = """() => {
  const wanted = `a[href], button, select, textarea, summary, audio[controls], video[controls],
    input:not([type=hidden]), [tabindex="0"]`;
  const groups = new Set();
  window.evidence = [];
  for (const one of document.querySelectorAll(wanted)) {
    const isOff = one.disabled || one.tabIndex < 0 || one.closest("[inert], fieldset:disabled");
    if (isOff || !one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.type === "radio") {
      const group = `${one.form ? [...document.forms].indexOf(one.form) : ""} ${one.name}`;
      if (groups.has(group)) continue;
      groups.add(group);
    }
    window.evidence.push(one);
  }
  document.activeElement && document.activeElement.blur();
  getSelection().removeAllRanges();
  window.scrollTo(0, 0);
  return window.evidence.length;
}"""
_STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const group = one.type === "radio" ? window.evidence.find(
    other => other.type === "radio" && other.name === one.name && other.form === one.form) : one;
  const at = window.evidence.indexOf(group);
  const words = one.getAttribute("aria-label") || one.innerText || one.name || one.id || "";
  const what = `${one.tagName.toLowerCase()} ${words.trim().slice(0, 40)}`;
  const label = one.labels && one.labels[0];
  const outlined = node => {
    if (!node) return false;
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.opacity !== "0";
  };
  const isSeen = [one, one.nextElementSibling, label].some(outlined);
  const drawn = one.matches(".card__input") ? one.nextElementSibling : one;
  const lines = [...drawn.getClientRects()].filter(box => box.width > 0 && box.height > 0);
  const parts = lines.flatMap(box => [.1, .5, .9].flatMap(x => [.2, .5, .8].map(
    y => [box.left + box.width * x, box.top + box.height * y])));
  const isFree = parts.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (drawn.contains(top) || one.contains(top) || top.contains(one)
      || (label && label.contains(top)));
  });
  return { at, what, isSeen, isFree };
}"""
_MISSED = """reached => window.evidence.filter((one, at) => !reached.includes(at)).map(one =>
  `${one.tagName.toLowerCase()} ${(one.innerText || one.name || one.id || "").trim().slice(0, 40)}`)"""


@dataclass(slots=True, kw_only=True)
class Walked:
    """What Tab met. ``stops`` counts the different controls that had the focus."""

    stops: int = 0
    missed: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)


def walk(page: Page) -> Walked:
    """Press Tab until every control had the focus, or until there is no more hope."""
    expected = int(page.evaluate(_EXPECTED))
    reached: set[int] = set()
    walked = Walked()
    for _ in range(PRESSES_PER_STOP * expected + SPARE_PRESSES):
        if len(reached) == expected:
            break
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or stop["at"] in reached:
            continue
        if stop["at"] >= 0:
            reached.add(stop["at"])
        if not stop["isSeen"]:
            walked.unseen.append(f"no outline on {stop['what']}")
        if not stop["isFree"]:
            walked.covered.append(f"covered: {stop['what']}")
    walked.stops = len(reached)
    walked.missed = [f"Tab does not reach {one}" for one in page.evaluate(_MISSED, sorted(reached))]
    return walked
