"""What our pages ask of a browser: nothing that a telephone of 2018 lacks, unless something stands in for it.

The baseline is Chrome and its WebView 66, and Safari of iOS 12; decision 0051 says what is left out there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, name_of

SHEETS = sorted(path for path in (ROOT / "static" / "css").rglob("*.css") if path.name != "demo.css")
"""Without the demo's own platform: it plays somebody else's pages."""
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

TOO_NEW_SELECTORS = re.compile(r":(?:is|where|has)\(|&|::details-content")
TOO_NEW_RULES = re.compile(r"@(?:layer|container|scope|property|starting-style)\b")
TOO_NEW_VALUES = re.compile(r"\b(?:color-mix|light-dark|oklch|lab)\(|\d(?:dvh|svh|lvh|dvw|cqw|cqi)\b")
TOO_NEW_PROPERTIES = frozenset({"inset", "aspect-ratio", "accent-color", "text-wrap", "translate", "rotate"})
FUNCTIONS = re.compile(r"(?<![\w-])(?:clamp|min|max)\(")
PLACED = ("inset-block", "inset-inline")
MAY_STAY = {".listen.is-on"}
"""It follows the reader where the browser can place it, and stays at its place elsewhere."""
STANDS_IN = "@supports not (inset: 0)"
"""In this block stands what old browsers get instead."""
SUPPORTED = "@supports selector("
LEARNERS = ("base.css", "learner.css")
PRESSED = (".pair > *", ".tools > *", ".tiles > *")
"""What is pressed side by side: without a gap a margin keeps the fingers apart."""

TOO_NEW_WORDS = {
    "?.": re.compile(r"\?\.(?!\d)"),
    "??": re.compile(r"\?\?"),
    "await outside of a function": re.compile(r"^(?:(?:const|let) .*= )?await\b", re.MULTILINE),
    "import()": re.compile(r"\bimport\("),
    "fields of classes": re.compile(r"\bclass \w+|#\w+ ?[=(;]"),
    "at": re.compile(r"\.at\("),
    "flat": re.compile(r"\.flat(?:Map)?\("),
    "replaceAll": re.compile(r"\.(?:replaceAll|matchAll|replaceChildren|toSorted|hasOwn)\("),
    "new names": re.compile(
        r"\b(?:globalThis|structuredClone|Object\.fromEntries|Promise\.(?:any|allSettled))"
    ),
    "looking behind": re.compile(r"\(\?<[=!]"),
}
GUARDED = {
    ".requestSubmit(": "form.requestSubmit)",
    "AbortController(": "!self.AbortController",
    ".submitter": '"submitter" in',
    "MediaRecorder(": "window.MediaRecorder",
    "speech.speak(": "!speech",
}
"""Newer than the baseline, and the words by which the same script finds out whether it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: the conditions around it, its selectors and its declarations."""

    around: tuple[str, ...]
    selector: str
    declarations: tuple[tuple[str, str], ...]


def rules(text: str) -> Iterator[Rule]:
    """The rules of a style sheet, in their order; what is quoted is left out."""
    spoken = re.sub(r'"[^"]*"', '""', re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    around: list[str] = []
    begun = 0
    for at, sign in enumerate(spoken):
        if sign not in "{}":
            continue
        piece, begun = spoken[begun:at], at + 1
        if sign == "{":
            around.append(" ".join(piece.split()))
            continue
        head = around.pop()
        if piece.strip():
            yield Rule(around=tuple(around), selector=head, declarations=tuple(_declarations(piece)))


def _declarations(body: str) -> Iterator[tuple[str, str]]:
    for line in body.split(";"):
        name, sep, value = line.partition(":")
        if sep:
            yield name.strip(), value.strip()


def style_faults(text: str) -> list[str]:
    """What a telephone of 2018 would not understand, and nothing stands in for it."""
    found = [one for one in rules(text) if not any(each.startswith(SUPPORTED) for each in one.around)]
    helped = {one.selector for one in found if STANDS_IN in one.around}
    return [fault for one in found for fault in _rule_faults(one, helped)]


def _rule_faults(rule: Rule, helped: set[str]) -> Iterator[str]:
    for words in (*rule.around, rule.selector):
        if TOO_NEW_SELECTORS.search(words) or TOO_NEW_RULES.search(words):
            yield words
    if ":focus-visible" in rule.selector and rule.selector != ":focus:not(:focus-visible, input)":
        yield rule.selector
    plain: set[str] = set()
    for name, value in rule.declarations:
        said = f"{rule.selector} {{ {name}: {value} }}"
        if name in TOO_NEW_PROPERTIES or TOO_NEW_VALUES.search(value):
            yield said
        if FUNCTIONS.search(value) and name not in plain:
            yield said
        if name.startswith(PLACED) and rule.selector not in helped | MAY_STAY:
            yield said
        plain.add(name)


def script_faults(text: str) -> list[str]:
    """The words that would stop the whole script there, or fail when they are reached."""
    spoken = re.sub(r"^\s*//.*$|(?<=[;{}]) // .*$", "", text, flags=re.MULTILINE)
    spoken = re.sub(r'"[^"\n]*"', '""', spoken)
    found = [name for name, pattern in TOO_NEW_WORDS.items() if pattern.search(spoken)]
    return found + [name for name, guard in GUARDED.items() if name in text and guard not in text]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_style_sheet_asks_for_nothing_that_an_old_phone_lacks(sheet: Path) -> None:
    assert [] == style_faults(sheet.read_text(encoding="utf-8")), name_of(sheet)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_asks_for_nothing_that_an_old_phone_lacks(script: Path) -> None:
    """One word that it cannot read, and the browser runs no line of the file."""
    assert [] == script_faults(script.read_text(encoding="utf-8")), name_of(script)


def test_what_is_pressed_side_by_side_has_a_margin_where_there_is_no_gap() -> None:
    text = "\n".join((ROOT / "static" / "css" / name).read_text(encoding="utf-8") for name in LEARNERS)
    kept = {
        selector
        for one in rules(text)
        if STANDS_IN in one.around and any(name == "margin" for name, _value in one.declarations)
        for selector in one.selector.split(", ")
    }

    assert set(PRESSED) <= kept


@pytest.mark.parametrize(
    "text",
    [
        ".a:is(.b, .c) { color: red; }",
        "@layer base { .a { color: red; } }",
        "@media screen { .a:has(.b) { color: red; } }",
        ".a { .b & { color: red; } }",
        ".a { inset: auto 0 0; }",
        ".a { position: absolute; inset-inline-end: 0; }",
        ".a { width: clamp(1rem, 2vw, 3rem); }",
        ".a { color: color-mix(in srgb, red, blue); }",
        ".a { min-height: 100dvh; }",
        ".a:focus-visible, .b { outline: 0; }",
    ],
)
def test_a_style_that_is_too_new_is_found(text: str) -> None:
    assert [] != style_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        ".a { position: absolute; inset-inline-end: 0; }\n@supports not (inset: 0) { .a { right: 0; } }",
        ".a { width: 2rem; width: clamp(1rem, 2vw, 3rem); }",
        '.a::after { content: "a:is(b) & c"; }',
        "@supports selector(::details-content) { .a::details-content { content-visibility: visible; } }",
        ".a { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); max-width: 3rem; }",
    ],
)
def test_a_style_that_something_stands_in_for_is_let_by(text: str) -> None:
    assert [] == style_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "a?.b();",
        "const a = b ?? c;",
        "await ready();",
        "const first = await state();",
        'import("./a.js");',
        "a.replaceChildren();",
        "list.at(-1);",
        "form.requestSubmit();",
        "const cut = new AbortController();",
        "class A { #kept = 1; }",
    ],
)
def test_a_script_that_is_too_new_is_found(text: str) -> None:
    assert [] != script_faults(text)


def test_a_script_that_asks_first_is_let_by() -> None:
    text = 'if (form.requestSubmit) form.requestSubmit();\nconst a = b ? .5 : 1;\nsay("a ?? b");\n'

    assert [] == script_faults(text)
