"""The cards of the library: true to the schema, plain, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.resources import load_library
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.needs import Need
from lti_tool.domain.opening_hours import Day, Opening
from lti_tool.domain.resources import Card, CardKind, Region
from tests.checks import CHECKS

OBSTACLES = {choice.id for question in CHECKS["obstacles"].questions for choice in question.choices}
CARD = """\
cards:
  - id: atelier
    kind: place
    title: "L'atelier du mardi"
    says: "On vous aide. C'est gratuit."
    where: "Rue Neuve 1, 5000 Namur"
    phone: "081 00 00 00"
    website: https://www.exemple.be/atelier
    opening:
      - {days: [tue, thu], from: "09:00", to: "12:30"}
    languages: [fr, ar]
    regions: [wallonia]
    network: "Réseau"
    needs: [help-person]
    obstacles: [alone]
    competences: ["5.1"]
    levels: [0, 1]
    modules: [M08]
    offline: true
    checked: 2026-11-20
"""


def folder(root: Path, text: str = CARD, *, language: str = "fr") -> Path:
    """A content folder that holds cards alone."""
    path = root / "resources" / f"{language}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def load(root: Path, *own: Path) -> dict[str, Card]:
    return {card.id: card for card in load_library(root, own, obstacles=OBSTACLES).cards}


def test_every_field_is_kept_when_a_card_is_read(tmp_path: Path) -> None:
    found = load(folder(tmp_path))["atelier"]

    assert (CardKind.PLACE, "L'atelier du mardi") == (found.kind, found.title)
    assert (Opening(days=(Day.TUESDAY, Day.THURSDAY), start=540, end=750),) == found.openings
    assert ((Need.HELP_PERSON,), ("alone",), ("5.1",)) == (found.needs, found.obstacles, found.competences)
    assert (("M08",), (0, 1), (Region.WALLONIA,)) == (found.modules, found.levels, found.regions)
    assert (True, "2026-11-20", "fr") == (found.has_copy, str(found.checked_on), found.language)
    assert not found.is_own


def test_the_given_library_is_whole_when_it_is_read() -> None:
    """What the requirements name: S0-05, S0-06, S0-11, S1-15, S1-17, S2-05, S2-06, S2-21, S2-26, S3-08."""
    cards = load(paths.CONFIG)
    named = {"epn-wallonie", "epn-bruxelles", "offre-internet-sociale", "wifi-brussels", "123digit", "pmtic"}
    named |= {"rwlp", "itsme", "eid", "irisbox", "ebox", "banque", "droit-autre-voie", "safeonweb"}
    named |= {
        "brochure-emploi",
        "brochure-services",
        "brochure-ordinateur",
        "pret-centre",
        "forem-formations",
    }

    assert named <= set(cards)
    assert set(CardKind) - {CardKind.PERSON} == {card.kind for card in cards.values()}
    assert {need for card in cards.values() for need in card.needs} == set(Need)
    assert {card.network for card in cards.values() if card.id.startswith("epn-")} != {""}
    assert [] == [card.id for card in cards.values() if card.openings]


def test_every_obstacle_has_a_card_when_somebody_names_it() -> None:
    named = {name for card in load(paths.CONFIG).values() for name in card.obstacles}

    assert OBSTACLES - {"nothing"} == named


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("kind: place", "kind: shop", 3, "kind"),
        ("id: atelier", "id: Un Atelier", 2, "id"),
        ('title: "L\'atelier du mardi"', 'title: ""', 4, "title"),
        ("C'est gratuit.", "Cliquez ici.", 5, "not for a learner"),
        ("On vous aide.", "On vous aide. Venez.", 5, "more than 2 sentences"),
        (
            "On vous aide.",
            "On vous aide à faire vos papiers et vos démarches, tous les jours ici.",
            5,
            "12 words",
        ),
        ("081 00 00 00", "appelez", 7, "phone"),
        ("https://www.exemple.be/atelier", "http://www.exemple.be", 8, "website"),
        ("https://www.exemple.be/atelier", "https://qui@exemple.be", 8, "website"),
        ('from: "09:00"', 'from: "9h"', 10, "from"),
        ('from: "09:00"', 'from: "13:00"', 10, "ends before it starts"),
        ("[tue, thu]", "[mardi]", 10, "days"),
        ("languages: [fr, ar]", "languages: [fr, xx]", 11, "languages"),
        ("regions: [wallonia]", "regions: [paris]", 12, "regions"),
        ("needs: [help-person]", "needs: [money]", 14, "needs"),
        ("obstacles: [alone]", "obstacles: [lonely]", 15, "no obstacle “lonely”"),
        ('competences: ["5.1"]', 'competences: ["9.9"]', 16, "competences"),
        ("levels: [0, 1]", "levels: [9]", 17, "levels"),
        ("modules: [M08]", "modules: [M8]", 18, "modules"),
        ("offline: true", "offline: true\n    price: 3", 20, "price"),
        ("checked: 2026-11-20", "checked: hier", 20, "checked"),
        ("checked: 2026-11-20", "replaces: true", 20, "no card “atelier” to replace"),
    ],
)
def test_the_line_is_named_when_a_card_is_wrong(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in CARD

    with pytest.raises(FaultyContent) as refusal:
        load(folder(tmp_path, CARD.replace(old, new)))

    assert [line] == sorted({fault.line for fault in refusal.value.faults})
    assert said in str(refusal.value)


def test_an_id_stands_once_in_a_file(tmp_path: Path) -> None:
    twice = CARD + CARD.removeprefix("cards:\n")

    with pytest.raises(FaultyContent, match="stands twice"):
        load(folder(tmp_path, twice))


def test_a_centre_adds_and_replaces_cards_in_its_own_folder(tmp_path: Path) -> None:
    own = CARD.replace("id: atelier", "id: epn-wallonie").replace("offline: true", "replaces: true")
    cards = load(paths.CONFIG, folder(tmp_path / "one"), folder(tmp_path / "two", own))

    assert "atelier" in cards
    assert "L'atelier du mardi" == cards["epn-wallonie"].title
    assert len(load(paths.CONFIG)) + 1 == len(cards)


def test_a_given_card_is_not_replaced_by_accident(tmp_path: Path) -> None:
    own = CARD.replace("id: atelier", "id: epn-wallonie")

    with pytest.raises(FaultyContent, match="another card “epn-wallonie”"):
        load(paths.CONFIG, folder(tmp_path, own))


def test_cards_of_another_language_are_checked_and_kept_apart(tmp_path: Path) -> None:
    folder(tmp_path, CARD.replace("kind: place", "kind: shop"), language="nl")

    with pytest.raises(FaultyContent, match=r"nl\.yaml:3"):
        load(paths.CONFIG, tmp_path)
    assert "atelier" not in load(paths.CONFIG, folder(tmp_path, CARD, language="nl"))


def test_a_file_names_a_language_of_ours(tmp_path: Path) -> None:
    with pytest.raises(FaultyContent, match="no language of ours"):
        load(folder(tmp_path, CARD, language="xx"))


def test_a_card_is_told_in_another_language_by_the_file_of_the_same_folder(tmp_path: Path) -> None:
    project, own = tmp_path / "project", tmp_path / "own"
    other = CARD.replace("id: atelier", "id: autre")
    for folder, name, text in (
        (project, "fr.yaml", CARD + other.removeprefix("cards:\n")),
        (project, "nl.yaml", CARD.replace("L'atelier du mardi", "De dinsdagclub")),
        (project, "de.yaml", other.replace("L'atelier du mardi", "Der Dienstagstreff")),
        (own, "fr.yaml", other.replace("id: autre\n", "id: autre\n    replaces: true\n")),
    ):
        (folder / "resources").mkdir(parents=True, exist_ok=True)
        (folder / "resources" / name).write_text(text, encoding="utf-8")

    cards, words = load_library(project, [own], obstacles=OBSTACLES)

    assert {("nl", "atelier")} == set(words)
    assert "De dinsdagclub" == words["nl", "atelier"].title
    assert {("nl", "atelier"), ("de", "autre")} == set(load_library(project, obstacles=OBSTACLES).words)
    assert ["atelier", "autre"] == [card.id for card in cards]
