"""What is kept, useful addresses and who helps, with a second language below each line."""

from __future__ import annotations

import re

import pytest

from tests.people import LEARNER
from tests.web.site import Site
from tests.web.test_two_languages import choose, seen, words

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)

PAGES = {
    "my-data": ("Mijn gegevens", "Wat we bewaren"),
    "resources": ("Nuttige adressen", "Onlinediensten"),
    "who-looked": ("Wie heeft mijn dossier bekeken?", "Terug"),
    "who-helps": ("Wie kan mij helpen?", "Een plek"),
}


@pytest.mark.parametrize("path", PAGES)
def test_it_is_told_in_both_languages_and_changes_nothing_else(site: Site, path: str) -> None:
    learner = site.visitor(LEARNER)
    alone = learner.get(learner.at(path)).get_data(as_text=True)
    choose(learner, "nl")
    found = seen(learner, path)
    both = learner.get(learner.at(path)).get_data(as_text=True)

    assert {"nl"} == {language for language, _words in found}
    assert set(PAGES[path]) <= set(words(found))
    assert "fr" == learner.page.lang
    assert _paragraphs(alone) == _paragraphs(
        re.sub(r'<span class="second".*?data-unread>.*?</span>', "", both)
    )


def test_a_card_is_told_in_both_languages(site: Site) -> None:
    learner = site.visitor(LEARNER)
    choose(learner, "nl")
    told = words(seen(learner, "resources"))
    cards = site.services.resources.library(site.visit(learner))
    dutch = [site.services.resources.told(card, "nl") for card in cards]

    assert dutch
    assert [] == [card.title for card in dutch if card.language == "nl" and card.says not in told]


def _paragraphs(html: str) -> list[str]:
    """What stands in the main part."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.findall(r"<(?:p|h1|h2|summary)[^>]*>(.*?)</(?:p|h1|h2|summary)>", main, re.DOTALL)
