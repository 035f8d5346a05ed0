"""The model papers tell the truth: every table, and every span, is that of the map of data."""

from __future__ import annotations

import re

import pytest

from lti_tool import paths
from lti_tool.store import all_tables
from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import FREE_TEXT_LIFE, MONTH, Kept

FOLDER = paths.CONFIG / "privacy"
HEADS = {
    Kept.SESSION: "8 heures au plus",
    Kept.INVITATION: "30 jours, ou dès l'usage",
    Kept.NAME: "30 jours après le dernier envoi par la plateforme",
    Kept.DELIVERY_LOG: "90 jours",
    Kept.LOG: "12 mois",
    Kept.LOOKS: "13 mois",
    Kept.PERSON: "36 mois après la dernière visite",
    Kept.PLATFORM: "Tant que la plateforme est reliée",
    Kept.CENTRE: "Tant que le centre utilise Passerelle",
}
FREE_TEXT = "12 mois après la dernière visite"


def paper(name: str) -> str:
    """One paper, on one line."""
    return " ".join((FOLDER / f"{name}.md").read_text(encoding="utf-8").split())


def spans() -> dict[str, set[str]]:
    """The tables of the register, by the words of how long they are kept."""
    text = (FOLDER / "register.md").read_text(encoding="utf-8")
    parts = re.findall(r"^### (.+?)\n(.+?)(?=^##)", text, re.MULTILINE | re.DOTALL)
    return {head: set(re.findall(r"`(\w+)`", body)) for head, body in parts}


def test_the_register_has_every_table_under_its_span() -> None:
    assert all_tables.__all__
    kept = {
        head: {name for name, use in DATA_MAP.items() if use.kept is span} for span, head in HEADS.items()
    }
    texts = {name for name, use in DATA_MAP.items() if use.free_text}

    assert {**{head: names for head, names in kept.items() if names}, FREE_TEXT: texts} == spans()


@pytest.mark.parametrize("span", [span for span in HEADS if span.life])
def test_the_words_of_a_span_say_what_the_program_does(span: Kept) -> None:
    assert span.life is not None
    number, unit = re.findall(r"(\d+) (heures|jours|mois)", HEADS[span])[0]
    hours = {"heures": 1, "jours": 24, "mois": MONTH.total_seconds() / 3600}[unit]

    assert span.life.total_seconds() / 3600 == pytest.approx(int(number) * hours)


@pytest.mark.parametrize("name", ["information", "dpia"])
def test_the_other_papers_tell_the_same_spans(name: str) -> None:
    text = paper(name)

    assert "36 mois après" in text
    assert re.search(r"textes libres :? ?12 mois", text, re.IGNORECASE)
    assert FREE_TEXT_LIFE == 12 * MONTH
    for words in ("30 jours après", "13 mois", "90 jours", "8 heures au plus"):
        assert words in text, words


@pytest.mark.parametrize("name", ["README", "information", "register", "dpia", "processor"])
def test_every_file_that_a_paper_names_is_there(name: str) -> None:
    for target in re.findall(r"\]\((\w+\.md)\)", (FOLDER / f"{name}.md").read_text(encoding="utf-8")):
        assert (FOLDER / target).is_file(), target
