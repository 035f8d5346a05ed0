"""A telephone of 2018 inside the Chromium of today: what came later is taken out of the style sheets as they
are served, and out of the window before a page's own script runs. Decision 0051 names the baseline.
"""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Route

TODAY_ALONE = re.compile(
    r"(?<=[{;])(?:"
    r"(?:row-|column-)?gap|inset[\w-]*|(?:padding|margin|border)-(?:inline|block)[\w-]*"
    r"|aspect-ratio|accent-color|color-scheme|scroll-(?:margin|padding)[\w-]*"
    r"):[^;}]*;?"
)
"""Declarations that a browser of 2018 passes over. Some knew a few of them: the strictest counts."""
NEW_VALUES = re.compile(r"(?<=[{;])[\w-]+:(?:[^;}]*(?<![\w-])(?:clamp|min|max)\([^;}]*|anywhere)(?:;|(?=\}))")
NEW_SELECTORS = re.compile(r"[^{}]*(?::is\(|:where\(|:has\(|:focus-visible)[^{}]*\{[^{}]*\}")
NEW_CONDITIONS = {
    "@supports not (inset:0)": "@media all",
    "@supports selector(": "@supports not-known(",
    "(prefers-color-scheme:": "(not-known:",
}
BEFORE_EVERYTHING = """
for (const name of ["fetch", "AbortController", "SubmitEvent", "speechSynthesis", "requestIdleCallback",
                    "structuredClone", "ResizeObserver"]) {
  Object.defineProperty(window, name, { value: undefined });
}
Object.defineProperty(window, "sessionStorage", { get() { throw new Error("refused"); } });
for (const [kind, names] of [[Array, ["at", "flat", "flatMap"]], [String, ["replaceAll", "matchAll"]],
                             [Element, ["replaceChildren"]], [HTMLFormElement, ["requestSubmit"]]]) {
  for (const name of names) delete kind.prototype[name];
}
delete Object.fromEntries;
"""


def grow_old(context: BrowserContext) -> None:
    """Every page of this context is shown as such a telephone shows it."""
    context.add_init_script(BEFORE_EVERYTHING)
    context.route("**/static/**/*.css", _as_it_was)


def as_it_was(style: str) -> str:
    """A style sheet as it is served, without what such a telephone would not understand."""
    for words, others in NEW_CONDITIONS.items():
        style = style.replace(words, others)
    style = NEW_SELECTORS.sub("", style)
    return NEW_VALUES.sub("", TODAY_ALONE.sub("", style))


def _as_it_was(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=as_it_was(answer.text()))
