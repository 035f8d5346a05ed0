"""Finds every sentence that a person reads, and brings the catalogues up to date with them.

The sentences are French: in templates and Python inside ``_("…")``, in the content files of ``config`` as
they stand there. ``make messages`` may be run at any time: what was translated stays, a sentence that is gone
goes, and a changed sentence is a sentence without translation, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from lti_tool import paths
from lti_tool.catalogues import catalogue_path, read_catalogue
from lti_tool.content.typography import bound, french
from lti_tool.domain.language import LANGUAGES

KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "later": None,
    "counted": (1, 2),
    "ngettext": (1, 2),
}
FORMATS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
NOT_WORDS = frozenset(
    {
        *("slug", "kind", "mode", "id", "icon", "need", "minutes", "phase", "picture", "stage", "stages"),
        *("check", "answering", "filled_by", "area", "areas", "competence", "brand"),
    }
)
"""Keys of content files whose values are codes, not sentences."""
SAID_OF_A_MODULE = ("title", "goal")
"""What trainers read of a module where they choose it, in their own language; the rest is content."""
HEADER = "# Passerelle, {language}. Words: glossary.md. `make messages` brings this file up to date.\n#"
PAGE_WORDS = frozenset(
    f"lti_tool/web/{name}.py"
    for name in (
        *("admin_words", "ledger_words", "practice_words", "reasons", "registration_words", "roster_words"),
        *("showing_documents", "showing_eligibility", "showing_tools"),
    )
)
"""Code whose sentences stand on pages alone: never in a file, a badge or a message that is copied."""
WIDTH, NO_LINE = 110, 0
Found = tuple[str | tuple[str, ...], str]


def main() -> None:
    """Bring every catalogue up to date."""
    template = template_of()
    for language in LANGUAGES:
        path = catalogue_path(paths.LOCALE, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = read_catalogue(path) if path.exists() else Catalog(locale=language)
        path.write_bytes(as_text(merged(template, old, language), language))


def template_of() -> Catalog:
    """Every sentence of the pages, the comments and the content, without translations.

    Each names the files that hold it, for translators; not the line, which changes too often.
    """
    template = Catalog()
    for words, place in (*_in_code(), *_in_content(paths.CONFIG)):
        template.add(words, locations=[(place, NO_LINE)])
    return template


def merged(template: Catalog, old: Catalog, language: str) -> Catalog:
    """The sentences of the template with the translations of the old catalogue.

    In French a sentence is its own translation. Plurals are written down, because French counts zero as one
    and the rule for a language without catalogue does not; so are the sentences of pages that hold a mark
    with a space, which must not begin or end a line. What other code says may go into files: it is left
    as it is.
    """
    new = Catalog(locale=language, domain="messages", project="Passerelle", fuzzy=False)
    for message in sorted((one for one in template if one.id), key=_order):
        said = _in_french(message) if language == "fr" else _translation(message, old, language)
        if language == "fr" and said == message.id and not message.pluralizable:
            continue
        new.add(message.id, said, locations=message.locations)
    return new


def as_text(catalogue: Catalog, language: str) -> bytes:
    """A catalogue as a file, the same bytes for the same sentences: no dates, no tool's name."""
    lines = BytesIO()
    write_po(lines, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    name = catalogue.locale.english_name if catalogue.locale else language
    header = [
        HEADER.format(language=name),
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
    ]
    return "\n".join(header).encode() + b"\n\n" + lines.getvalue()


def _translation(message: Message, old: Catalog, language: str) -> str | tuple[str, ...]:
    known = old.get(message.id if isinstance(message.id, str) else message.id[0])
    if known is None or known.fuzzy or known.pluralizable != message.pluralizable or known.id != message.id:
        return ("", "") if message.pluralizable else ""
    return known.string if isinstance(known.string, str) else tuple(known.string or ())


def _in_french(message: Message) -> str | tuple[str, ...]:
    """The sentence with spaces that do not break, if it stands on pages alone."""
    forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    if all(_is_of_pages(place) for place, _line in message.locations):
        forms = tuple(french(one) for one in forms)
    return forms if message.pluralizable else forms[0]


def _is_of_pages(place: str) -> bool:
    return place.startswith(paths.TEMPLATES.name) or place in PAGE_WORDS


def _order(message: Message) -> tuple[str, str]:
    """By file, so that a translator meets the sentences of a page together."""
    words = message.id if isinstance(message.id, str) else message.id[0]
    return (min(place for place, _line in message.locations), words)


def _in_code() -> Iterator[Found]:
    package = Path(__file__).resolve().parent
    sources = [
        (path, package.parent) for path in sorted(package.rglob("*.py")) if "_bundled" not in path.parts
    ]
    sources += [(path, paths.ROOT) for path in sorted(paths.TEMPLATES.rglob("*.html"))]
    for path, root in sources:
        with path.open("rb") as lines:
            found = extract(FORMATS[path.suffix], lines, keywords=KEYWORDS, options={"encoding": "utf-8"})
            for _line, words, _comments, _context in found:
                yield words, path.relative_to(root).as_posix()


def _in_content(root: Path) -> Iterator[Found]:
    for path in sorted((*root.glob("activities/*.yaml"), *root.glob("checks/*.yaml"))):
        for words in _sentences(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield words, path.relative_to(root.parent).as_posix()
    for path in sorted(root.glob("modules/fr/*/module.yaml")):
        module = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in SAID_OF_A_MODULE:
            yield french(bound(module[name])), path.relative_to(root.parent).as_posix()
    path = root / "framework" / "digcomp.yaml"
    framework = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in (*framework["areas"], *framework["competences"]):
        yield entry["plain"]["fr"], path.relative_to(root.parent).as_posix()


def _sentences(values: object) -> Iterator[str]:
    """Every text below these values that is not a code."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping):
        for name, value in values.items():
            if name not in NOT_WORDS:
                yield from _sentences(value)
    elif isinstance(values, Sequence):
        for value in values:
            yield from _sentences(value)


if __name__ == "__main__":
    main()
