"""Easy words in Dutch, German and English: what is found, where, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest

from lti_tool import paths
from lti_tool.content.ease import FORMULAS, MEASURED_WORDS, ease, syllables
from lti_tool.content.easy_words import Finder
from lti_tool.content.sanitise import blocks_of
from lti_tool.content.telling import TRANSLATED
from lti_tool.content.word_lists import load_exceptions, load_word_list
from lti_tool.content.wording import WORD
from lti_tool.content.yaml_lines import Fault, FaultyContent

LISTS = {language: load_word_list(paths.CONFIG, language) for language in TRANSLATED}
OFFICIAL = {
    "nl": "De belanghebbende dient de bovenvermelde documenten voorafgaandelijk te overhandigen aan de"
    " bevoegde administratie, overeenkomstig de reglementaire bepalingen betreffende de identificatie van de"
    " natuurlijke personen, teneinde de behandeling van de ingediende aanvraag mogelijk te maken binnen de"
    " wettelijk vastgestelde termijn, onverminderd de toepassing van andersluidende bepalingen.",
    "de": "Die antragstellende Person übermittelt der zuständigen Verwaltungsbehörde die vorgenannten"
    " Unterlagen unter Berücksichtigung der gesetzlichen Bestimmungen über die Identifizierung natürlicher"
    " Personen, damit die Bearbeitung des eingereichten Antrags innerhalb der vorgeschriebenen"
    " Bearbeitungsfrist gewährleistet werden kann, unbeschadet der Anwendung"
    " anderslautender gesetzlicher Regelungen und Vereinbarungen.",
    "en": "The applicant is required to submit the aforementioned documentation to the competent"
    " administrative authority in accordance with the statutory provisions concerning the identification of"
    " natural persons, in order to facilitate the examination of the application within the prescribed"
    " period, notwithstanding any provisions to the contrary contained in applicable legislation.",
}


def folder(
    root: Path, language: str, page: str, *, name: str = "sheet.md", part: str = "start"
) -> list[Fault]:
    """What is found in a module of one page."""
    module = root / "modules" / language / "C01"
    module.mkdir(parents=True, exist_ok=True)
    (module / "module.yaml").write_text(f"id: C01\npart: {part}\nsteps: []\n", encoding="utf-8")
    (module / name).write_text(page, encoding="utf-8")
    return [*Finder(root, LISTS, load_exceptions(root)).faults()]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_ours_is_plain(language: str) -> None:
    finder = Finder(paths.CONFIG, {language: LISTS[language]}, load_exceptions(paths.CONFIG))

    assert [] == [str(fault) for fault in finder.faults()]


@pytest.mark.parametrize(
    ("language", "text", "word", "mend"),
    [
        ("nl", "Dat is een fout antwoord.", "“fout”", "plain: zeg wat er te doen is"),
        ("nl", "Open het zo.\n\nKlik op de knop.", "“Klik”", "plain: drukken"),
        ("nl", "Open een tabblad.", "“tabblad”", "plain: een andere pagina (tabblad)"),
        ("nl", "Druk op «Verder».", "“«”", "write ‘…’"),
        ("nl", "Wie komt er ?", "“ ?”", "remove the space"),
        (
            "nl",
            "Een aansprakelijkheidsverzekering.",
            "“aansprakelijkheidsverzekering”",
            "say it in 2 shorter words",
        ),
        ("de", "Die Antwort ist falsch.", "“falsch”", "plain: sagen, was zu tun ist"),
        ("de", "Loggen Sie sich ein: Login.", "“Login”", "plain: sich anmelden"),
        ("de", "Gehen Sie auf die Strasse.", "“Strasse”", "is written"),
        ("de", "Das ist grösser und heisst so.", "“heisst”", "is written"),
        ("de", "Zwei  Wörter.", "“  ”", "leave one"),
        ("en", "You failed.", "“failed”", "plain: not done yet"),
        ("en", "Your score is here.", "“score”", "plain: level"),
        ("en", "You must wait.", "“must”", "plain: say what is needed"),
        ("en", "Drag the picture.", "“Drag”", "plain: move"),
    ],
)
def test_a_word_is_named_with_its_line_sentence_and_plain_word_when_it_is_planted(
    tmp_path: Path, language: str, text: str, word: str, mend: str
) -> None:
    faults = folder(tmp_path, language, text)

    assert any(word in fault.what and (mend in fault.mend or mend in fault.what) for fault in faults), faults
    (fault,) = [one for one in faults if word in one.what]
    assert (fault.file.endswith("sheet.md"), text.count("\n") + 1) == (True, fault.line)
    assert f"in “{text.splitlines()[-1]}”" in fault.what or ":" in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Druk op ‘Uploaden’."),
        ("nl", "Het programma voor internet (browser) is open."),
        ("nl", "De voet. Het foto-album. Testament."),
        ("de", "Drücken Sie auf „Login“. Die Gasse. Der Fluss. Das Schloss."),
        ("de", "Die Bestätigung. DIE GROSSE."),
        ("en", "Press ‘Download’. The badge, the teapot, a protest."),
        ("en", "Another page (tab) opens."),
    ],
)
def test_nothing_is_said_when_a_text_is_plain(tmp_path: Path, language: str, text: str) -> None:
    assert [] == folder(tmp_path, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Een zwakke leerling."), ("de", "Ein Analphabet."), ("en", "An unskilled group.")],
)
def test_a_guide_for_trainers_is_held_against_the_words_that_shame_alone(
    tmp_path: Path, language: str, text: str
) -> None:
    (fault,) = folder(tmp_path, language, f"{text} Test, upload, browser.", name="guide.md")

    assert "may shame" in fault.what


def test_a_module_for_trainers_is_held_against_the_words_that_shame_alone(tmp_path: Path) -> None:
    assert [] == folder(tmp_path, "en", "The test of a browser.", part="trainers")
    assert 1 == len(folder(tmp_path, "en", "An illiterate person.", part="trainers"))


def test_a_word_may_stand_when_the_folder_says_why(tmp_path: Path) -> None:
    before = folder(tmp_path, "en", "A spam test.")
    (tmp_path / "words").mkdir()
    text = 'exceptions: [{file: "modules/*/C01/*", words: [spam], reason: "it is about it"}]'
    (tmp_path / "words" / "exceptions.yaml").write_text(text, encoding="utf-8")

    assert (["“spam”", "“test”"], ["“test”"]) == (
        sorted(fault.what.split()[0] for fault in before),
        [fault.what.split()[0] for fault in folder(tmp_path, "en", "A spam test.")],
    )


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "exceptions.yaml").write_text(
        "exceptions: [{file: a, words: [b]}]", encoding="utf-8"
    )

    with pytest.raises(FaultyContent, match=r"exceptions\.0\.reason"):
        load_exceptions(tmp_path)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_list_of_words_is_whole(tmp_path: Path, language: str) -> None:
    """Each word that is named is found as it stands, with what to write instead."""
    rules = LISTS[language].for_learners

    for rule in rules:
        for forms, plain in rule.instead.items():
            for form in forms.replace("*", "").split("|"):
                assert plain in [found[2] for found in rule.faults(f"Zo {form} zo")], form
    assert 4 == len(rules)


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_official_text_is_hard_and_ours_are_easy(tmp_path: Path, language: str) -> None:
    faults = folder(tmp_path, language, OFFICIAL[language])
    pages = [
        "\n".join(block.text for block in blocks_of(path.read_text(encoding="utf-8")))
        for path in (paths.CONFIG / "modules" / language).glob("M*/*.md")
        if path.name != "guide.md"
    ]
    eases = [ease(page, language) for page in pages if len(WORD.findall(page)) >= MEASURED_WORDS]

    assert ["hard to read"] == [fault.what[:12] for fault in faults if fault.what.startswith("hard")]
    assert ease(OFFICIAL[language], language) < 45 < FORMULAS[language].floor <= min(eases)
    assert len(eases) > 40
    assert mean(eases) >= FORMULAS[language].easy


@pytest.mark.parametrize(
    ("language", "word", "count"),
    [
        *(("nl", "fiets", 1), ("nl", "geïnteresseerd", 5), ("nl", "mooie", 2), ("nl", "bijlage", 3)),
        *(("de", "straße", 2), ("de", "bequem", 2), ("de", "neue", 2), ("de", "information", 5)),
        *(("en", "page", 1), ("en", "pressed", 1), ("en", "waited", 2), ("en", "table", 2), ("en", "the", 1)),
        ("en", "queue", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(language: str, word: str, count: int) -> None:
    assert count == syllables(word, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "De kat slaapt.", 206.84 - 0.93 * 3 - 77),
        ("de", "Der Hund schläft. Er ist da.", 180 - 3 - 58.5),
        ("en", "The cat sat. It is red.", 206.835 - 1.015 * 3 - 84.6),
        ("en", "", 206.835),
        ("fr", "Le chat dort.", 207 - 1.015 * 3 - 73.6),
    ],
)
def test_the_figure_is_that_of_its_formula_when_it_is_worked_out_by_hand(
    language: str, text: str, expected: float
) -> None:
    assert pytest.approx(expected) == ease(text, language)
