"""Every sentence that a person reads can be read in the four languages."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from lti_tool import messages, paths
from lti_tool.catalogues import catalogue_path, compile_stale, read_catalogue
from lti_tool.domain.language import LANGUAGES
from tests.architecture.sources import PACKAGE, python_files, templates
from tests.content.catalogue_faults import faults_of, french_outside, words_outside

AWAITED: frozenset[str] = frozenset()
"""Kinds of faults that the catalogues may still have."""
NOT_OURS = paths.TEMPLATES / "demo"
"""The pages of the demo LMS: it stands for a platform, which has a language of its own."""
SPOKEN = ("lti_tool/web", "lti_tool/services")
NOT_SENTENCES = {"Français", "d MMM y 'à' H\u00a0'h'\u00a0mm"}
"""The name of a language, in that language, and the pattern of a moment, which has one per language."""


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every sentence of the project."""
    return messages.template_of()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_catalogue_holds_every_sentence_and_no_other(template: Catalog, language: str) -> None:
    """After a changed sentence: ``make messages``, then its translation."""
    found = faults_of(read_catalogue(catalogue_path(paths.LOCALE, language)), template)

    assert [] == sorted((kind, sentence) for kind, sentence in found if kind not in AWAITED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_as_the_tool_writes_it(template: Catalog, language: str) -> None:
    """Sorted, without line numbers or dates: two people's changes meet without conflict."""
    path = catalogue_path(paths.LOCALE, language)
    again = messages.merged(template, read_catalogue(path), language)

    assert messages.as_text(again, language).decode() == path.read_text(encoding="utf-8")


def test_there_is_a_catalogue_for_every_language_and_for_no_other() -> None:
    assert set(LANGUAGES) == {path.name for path in paths.LOCALE.iterdir() if path.is_dir()} - {"__pycache__"}


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        pytest.param(None, "missing", id="missing"),
        pytest.param("", "empty", id="empty"),
        pytest.param("Goedendag <b>daar</b>.", "values", id="value-lost"),
        pytest.param("Dag %(naam)s, <b>daar</b>.", "values", id="value-renamed"),
        pytest.param("Dag %(name), <b>daar</b>.", "values", id="value-without-its-letter"),
        pytest.param("Dag %(name)s, 100 %s <b>daar</b>.", "values", id="value-without-name"),
        pytest.param("Dag %(name)s, daar.", "marks", id="mark-lost"),
        pytest.param("Dag %(name)s, <b>daar.", "marks", id="mark-left-open"),
    ],
)
def test_a_faulty_translation_is_found(translation: str | None, fault: str) -> None:
    template, catalogue = Catalog(), Catalog(locale="nl")
    template.add("Bonjour %(name)s, <b>ici</b>.")
    if translation is not None:
        catalogue.add("Bonjour %(name)s, <b>ici</b>.", translation)

    assert fault in {kind for kind, _sentence in faults_of(catalogue, template)}


def test_a_doubtful_and_a_needless_sentence_are_found() -> None:
    template, catalogue = Catalog(), Catalog(locale="nl")
    template.add("Oui")
    catalogue.add("Oui", "Ja", flags=["fuzzy"])
    catalogue.add("Non", "Nee")

    assert {("doubtful", "Oui"), ("gone", "Non")} == set(faults_of(catalogue, template))


def test_one_empty_plural_is_found() -> None:
    template, catalogue = Catalog(), Catalog(locale="nl")
    template.add(("%(num)s note", "%(num)s notes"))
    catalogue.add(("%(num)s note", "%(num)s notes"), ("%(num)s punt", ""))

    assert {("empty", "%(num)s note | %(num)s notes")} == set(faults_of(catalogue, template))


def test_a_good_translation_has_no_fault() -> None:
    template, catalogue = Catalog(), Catalog(locale="nl")
    template.add("100 %% de %(name)s, <b>ici</b>.")
    catalogue.add("100 %% de %(name)s, <b>ici</b>.", "<b>Hier</b>: 100 %% van %(name)s.")

    assert [] == list(faults_of(catalogue, template))


def test_translations_stay_and_changed_sentences_are_open_when_sentences_change() -> None:
    template, old = Catalog(), Catalog(locale="nl")
    for words in ("Oui", "Peut-être", ("%(num)s pas", "%(num)s pas de plus")):
        template.add(words, locations=[("a.html", None)])
    old.add("Oui", "Ja")
    old.add("Non", "Nee")
    old.add("Peut-être", "Misschien", flags=["fuzzy"])
    new = messages.merged(template, old, "nl")

    assert {"Oui": "Ja", "Peut-être": "", "%(num)s pas": ("", "")} == {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in new
        if message.id
    }


@pytest.mark.parametrize("path", [p for p in templates() if NOT_OURS not in p.parents], ids=lambda p: p.name)
def test_no_words_are_written_past_the_translators_when_a_page_speaks(path: Path) -> None:
    assert [] == words_outside(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "<p>Bonjour</p>",
        '<p>{{ _("Oui") }} ou non</p>',
        '<a href="/x" title="Aide">{{ x }}</a>',
        '<p aria-label="Votre {{ x }}">{{ x }}</p>',
        '{{ "Réponse gardée" if x }}',
        '{{ card("radio", {"text": "Oui madame"}) }}',
        "{% if x %}Oui{% endif %}",
    ],
)
def test_words_past_the_translators_are_found(source: str) -> None:
    assert words_outside(source)


@pytest.mark.parametrize("path", python_files(*SPOKEN), ids=lambda path: path.name)
def test_no_french_is_written_past_the_translators_when_the_code_speaks(path: Path) -> None:
    assert set() == set(french_outside(path)) - NOT_SENTENCES


def test_french_past_the_translators_is_found(tmp_path: Path) -> None:
    path = tmp_path / "speaking.py"
    path.write_text('"""Où."""\nA = _("à")\nB = f"{A} réponse"\n', encoding="utf-8")

    assert [" réponse"] == french_outside(path)


def test_a_catalogue_is_compiled_once_when_it_changed(tmp_path: Path) -> None:
    source = catalogue_path(tmp_path, "nl")
    source.parent.mkdir(parents=True)
    lines = ['msgid "Oui"', 'msgstr "Ja"', "#, fuzzy", 'msgid "Non"', 'msgstr "Nee"']
    lines += ['msgid "pas"', 'msgid_plural "pas tous"', 'msgstr[0] "stap"', 'msgstr[1] ""']
    source.write_text("\n".join(lines), encoding="utf-8")
    first, second = compile_stale(tmp_path), compile_stale(tmp_path)
    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))
    third = compile_stale(tmp_path)
    words = gettext.translation("messages", tmp_path, ["nl"])

    assert ([source.with_suffix(".mo")], [], [source.with_suffix(".mo")]) == (first, second, third)
    assert ("Ja", "Non", "pas") == (words.gettext("Oui"), words.gettext("Non"), words.ngettext("pas", "x", 1))


def test_french_counts_zero_as_one() -> None:
    words = gettext.translation("messages", paths.LOCALE, ["fr"])
    forms = ("%(num)s note à envoyer", "%(num)s notes à envoyer")

    assert (*forms[:1] * 2, forms[1]) == tuple(words.ngettext(*forms, count) for count in (0, 1, 2))


def test_no_line_of_a_french_page_begins_or_ends_with_a_mark() -> None:
    """Code that speaks on pages alone is held to it, too; what other code says may go into a file, where
    somebody looks for it as it was typed.
    """
    words = gettext.translation("messages", paths.LOCALE, ["fr"])
    on_a_page = words.gettext("À la fin, appuyez sur « Terminer ma session ».")
    put_together = words.gettext("Sur la carte, appuyez sur « Activer ».")
    in_code = words.gettext("Chose à faire : état changé")

    assert "À la fin, appuyez sur «\u00a0Terminer ma session\u00a0»." == on_a_page
    assert "Sur la carte, appuyez sur «\u00a0Activer\u00a0»." == put_together
    assert "Chose à faire : état changé" == in_code


@pytest.mark.parametrize("place", sorted(messages.PAGE_WORDS))
def test_what_speaks_on_pages_alone_exists(place: str) -> None:
    assert (PACKAGE.parent / place).is_file()


def test_every_sentence_of_the_content_can_be_translated(template: Catalog) -> None:
    assert template.get("Mon point de départ numérique")
    assert template.get("Je n'ai pas d'appareil")
    assert template.get("Se débrouiller")
    assert not template.get("device-loan")


def test_no_code_of_the_content_is_taken_for_a_sentence(template: Catalog) -> None:
    codes = [
        str(m.id) for m in template if m.id and m.locations[0][0].startswith("config/") and " " not in m.id
    ]

    assert [] == [code for code in codes if code.islower()]


def test_no_file_of_the_package_speaks_without_a_catalogue() -> None:
    assert (PACKAGE / "locale" / "glossary.md").is_file()
