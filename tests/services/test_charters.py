"""A centre's own texts to agree to: every version kept, two windows told apart, each centre for itself."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lti_tool.content.modules import load_modules
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound, PasserelleError
from lti_tool.domain.module import Module
from lti_tool.services.administrators import Administration
from lti_tool.services.charters import CHARACTERS_AT_MOST, CentreText, Charters, tidied
from tests.content.module_folder import module_folder
from tests.services.world import World

NAME = "M42/charte"
WORDS = "## Chez nous\n\n- J'écoute **chacun**.\n- Je préviens."


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Module]:
    """One module, with a text to agree to."""
    root = tmp_path_factory.mktemp("content")
    module_folder(root)
    return {module.id: module for module in load_modules(root)}


@pytest.fixture
def charters(world: World, modules: dict[str, Module]) -> Charters:
    """The texts of an installation with that module."""
    return Charters(world.services.store, modules=modules, clock=world.clock)


def administrator(world: World) -> Administration:
    return Administration(centre_id=world.registration.centre_id, centre_name="Centre", session_id="s")


def elsewhere(world: World) -> Administration:
    centre_id = world.services.administrators.add_centre("Namur", world.clock.now)
    return Administration(centre_id=centre_id, centre_name="Namur", session_id="t")


@dataclass
class Desk:
    """The texts as the administrator of one centre has them before her."""

    charters: Charters
    who: Administration

    def text(self) -> CentreText:
        return self.charters.text(self.who, NAME)

    def write(self, words: str, edition: int = 0) -> CentreText:
        return self.charters.write(self.who, NAME, words, edition)


@pytest.fixture
def desk(world: World, charters: Charters) -> Desk:
    """Those of the world's own centre."""
    return Desk(charters, administrator(world))


def deeds(world: World) -> list[tuple[str, str, str]]:
    found = world.services.audit.latest(world.registration.centre_id)
    return [
        (one.deed.actor, one.deed.object_id, one.deed.detail)
        for one in reversed(found)
        if one.deed.action == "charter-written"
    ]


def test_the_given_text_stands_when_a_centre_has_none(desk: Desk) -> None:
    (found,) = desk.charters.texts(desk.who)

    assert (NAME, False, 0) == (found.charter.name, found.charter.is_own, found.charter.edition)
    assert found.step.text == found.charter.html != ""
    assert {NAME: found.module.title} == desk.charters.titles


def test_the_centres_words_stand_when_they_were_written(world: World, desk: Desk) -> None:
    found = desk.write(WORDS)

    assert (True, 1, WORDS) == (found.charter.is_own, found.charter.edition, found.charter.markdown)
    assert found.charter.html == desk.text().charter.html
    assert found.charter.html.startswith(
        "<h2>Chez nous</h2>\n<ul>\n<li>J'écoute <strong>chacun</strong>.</li>"
    )
    assert [("administrator/s", NAME, "own")] == deeds(world)


def test_each_centre_has_its_own_words_when_one_of_them_writes(world: World, desk: Desk) -> None:
    desk.write(WORDS)

    assert not Desk(desk.charters, elsewhere(world)).text().charter.is_own


def test_nothing_changes_when_the_same_words_are_sent_again(world: World, desk: Desk) -> None:
    """Also from a window that is older: what was wanted is there."""
    desk.write(WORDS)

    for edition in (1, 0):
        assert 1 == desk.write(f"{WORDS}  \r\n", edition).charter.version
    assert 1 == len(deeds(world))


def test_the_given_text_stays_given_when_it_is_sent_as_it_is(world: World, desk: Desk) -> None:
    """So an update of the software still reaches this centre."""
    found = desk.write(desk.text().step.markdown)

    assert (False, 0, []) == (found.charter.is_own, found.charter.edition, deeds(world))


def test_the_given_text_comes_back_when_it_is_asked_for(world: World, desk: Desk) -> None:
    desk.write(WORDS)

    found = desk.charters.give_back(desk.who, NAME, 1)

    assert (False, 0, found.step.text) == (found.charter.is_own, found.charter.edition, found.charter.html)
    assert ["own", "given"] == [detail for _who, _what, detail in deeds(world)]
    assert 3 == desk.write(WORDS).charter.version


def test_the_slower_window_is_told_when_two_write(desk: Desk) -> None:
    desk.write(WORDS)

    for late in (0, 2):
        with pytest.raises(Conflict, match="charter-changed"):
            desk.write("Autre chose.", late)
    with pytest.raises(Conflict):
        desk.charters.give_back(desk.who, NAME, 0)

    assert (1, WORDS) == (desk.text().charter.version, desk.text().charter.markdown)
    assert 2 == desk.write("Autre chose.", 1).charter.version


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "charter-empty"),
        (" \r\n\t\n ", "charter-empty"),
        ("\0\x07", "charter-empty"),
        ("a" * (CHARACTERS_AT_MOST + 1), "charter-too-long"),
    ],
)
def test_words_are_refused_when_they_are_none_or_many(
    world: World, desk: Desk, words: str, reason: str
) -> None:
    with pytest.raises(MalformedRequest, match=reason):
        desk.write(words)

    assert ((), []) == (tuple(deeds(world)), deeds(world))
    assert not desk.text().charter.is_own


def test_words_are_kept_when_they_are_just_not_too_many(desk: Desk) -> None:
    assert CHARACTERS_AT_MOST == len(desk.write("a" * CHARACTERS_AT_MOST).charter.markdown)


@pytest.mark.parametrize("name", ["M42/autre", "M99/charte", "", "M42", "M42/charte\0", "../M42/charte"])
def test_it_looks_as_if_nothing_were_there_when_no_module_asks_for_the_text(desk: Desk, name: str) -> None:
    charters, who = desk.charters, desk.who

    for attempt in (
        lambda: charters.text(who, name),
        lambda: charters.write(who, name, WORDS, 0),
        lambda: charters.give_back(who, name, 0),
    ):
        with pytest.raises(PasserelleError) as caught:
            attempt()
        assert NotFound is type(caught.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Un.\r\n\r\nDeux.  \r\n", "Un.\n\nDeux."),
        ("\n\nUn\ttexte\0.\n", "Un texte."),
        ("J'écoute : oui ! Et « toi » ?", "J'écoute\u00a0: oui\u00a0! Et «\u00a0toi\u00a0»\u00a0?"),
        ("\ud800Un 👋🏽 signe", "Un 👋🏽 signe"),
    ],
)
def test_words_are_tidied_when_they_are_kept(typed: str, kept: str) -> None:
    assert kept == tidied(typed)
    assert kept == tidied(kept)


def test_what_is_no_plain_markdown_does_nothing_when_it_is_shown(desk: Desk) -> None:
    found = desk.write("<script>alert(1)</script> [ici](javascript:alert(1)) [ici](/admin)")

    assert "<script" not in found.charter.html
    assert "href" not in found.charter.html
