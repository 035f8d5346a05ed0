"""Cards from a table: all of them, or none with every fault by its line."""

from __future__ import annotations

from datetime import date

import pytest

from lti_tool.domain.card_table import ROWS_AT_MOST, LineFault, read_table
from lti_tool.domain.resources import CardKind

TODAY = date(2026, 11, 20)
FULL = (
    'EPN de Namur;lieu;On vous aide.;Rue Neuve 1;081 00 00 00;https://www.exemple.be;"ma 9-12; je 13-17"'
    ";fr,ar;Wallonie;EPN;appareil,M08;non;20/11/2026"
)
TABLE = f"""\
Titre;Type;Texte;Adresse;Téléphone;Site;Heures;Langues;Région;Réseau;Pour;Copie;Vérifié le
{FULL}

Prêt;prêt;Un ordinateur pour 3 mois.;;;;;;;;appareil;;
"""


def faults(text: str) -> list[tuple[int, str, str]]:
    found = read_table(text.encode(), today=TODAY)
    assert () == found.cards
    return [(one.line, one.field, one.reason) for one in found.faults]


def test_every_card_is_read_when_the_table_is_sound() -> None:
    found = read_table(TABLE.encode(), today=TODAY)

    assert () == found.faults
    assert ["EPN de Namur", "Prêt"] == [card.title for card in found.cards]
    assert [CardKind.PLACE, CardKind.LOAN] == [card.kind for card in found.cards]
    assert 2 == len(found.cards[0].openings)


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("cp1252"),
        TABLE.replace("\n", "\r\n").encode(),
        b"titre,TYPE,texte\nA,lieu,B.\nC,pret,D.\n",
        "Titre\tType\tTexte\nA\tlieu\tB.\nC\tprêt\tD.\n".encode("cp1252"),
        "Titre;Type;Texte;;\nA;lieu;B.;;\nC;prêt;D.;;".encode(),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(content: bytes) -> None:
    found = read_table(content, today=TODAY)

    assert () == found.faults
    assert [CardKind.PLACE, CardKind.LOAN] == [card.kind for card in found.cards]


def test_nothing_is_kept_when_one_line_is_odd() -> None:
    odd = TABLE.replace("pour 3 mois.;;;;", "pour 3 mois.;;non;ftp://x;")

    assert [(4, "phone", "odd-phone"), (4, "website", "odd-website")] == faults(odd)


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    """A cell may hold several lines; the first one is named."""
    text = 'Titre;Type;Texte\nA;lieu;"On vous\naide."\nB;magasin;C.\n'

    assert [(4, "kind", "unknown")] == [one for one in faults(text) if one[2] == "unknown"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("Titre;Type;Texte\n", "empty"),
        ("Titre;Type;Texte;Prix\nA;lieu;B.;3\n", "unknown-column"),
        ("Titre;Type\nA;lieu\n", "column-missing"),
        ("Titre;Type;Texte;titre\nA;lieu;B.;C\n", "column-twice"),
        ("Titre;Type;Texte\nA;lieu;B.\x00\n", "not-a-table"),
        ('Titre;Type;Texte\nA;lieu;"B.\n', "not-a-table"),
        ("Titre;Type;Texte\n" + "A;lieu;B.\n" * (ROWS_AT_MOST + 1), "too-many"),
    ],
)
def test_the_table_is_refused_when_it_is_none_of_ours(text: str, reason: str) -> None:
    assert [(1, "", reason)] == faults(text)


def test_a_line_is_refused_when_it_has_more_cells_than_the_header() -> None:
    assert [(2, "", "too-many-cells")] == faults("Titre;Type;Texte\nA;lieu;B.;C\n")


def test_a_title_stands_once() -> None:
    assert [(3, "title", "twice")] == faults("Titre;Type;Texte\nÉté;lieu;B.\n ete ;lieu;C.\n")


def test_the_part_that_is_odd_is_told() -> None:
    found = read_table(b"Titre;Type;Texte\nA;magasin;B.\n", today=TODAY)

    assert LineFault(line=2, field="kind", reason="unknown", part="magasin") in found.faults


def test_a_picture_is_no_table() -> None:
    assert () == read_table(bytes(range(256)) * 20, today=TODAY).cards
