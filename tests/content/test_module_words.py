"""What is asked of a module's words: plain for learners, readable for trainers."""

from __future__ import annotations

import pytest

from lti_tool.content.module_words import GUIDE_HEADINGS, guide_faults, page_faults, said_faults
from lti_tool.content.sanitise import Block, blocks_of

LONG = "Vous lisez une phrase de treize mots qui est trop longue pour la personne"
LONGER = f"{LONG} qui la lit avec vous un soir de semaine"
GUIDE = "\n".join(f"## {heading}\nOui." for heading in GUIDE_HEADINGS)


def whats(text: str, *, is_plain: bool = True) -> list[str]:
    return [what for what, _mend in said_faults(text, "fr", is_plain)]


@pytest.mark.parametrize(
    ("text", "for_learners", "for_trainers"),
    [
        ("Appuyez ici.", 0, 0),
        (LONG, 1, 0),
        (LONGER, 1, 1),
        ("Le score est faux.", 1, 0),
        ("Sur quoi ?", 1, 1),
        ("", 0, 0),
    ],
)
def test_more_is_asked_when_learners_read(text: str, for_learners: int, for_trainers: int) -> None:
    assert (for_learners, for_trainers) == (len(whats(text)), len(whats(text, is_plain=False)))


def test_nothing_french_is_asked_when_a_text_is_in_another_language() -> None:
    assert [] == [*said_faults("The test is « false » !", "en", is_plain=True)]
    assert [] == [*page_faults(blocks_of("Uitzonderlijk ingewikkelde " * 6), 90, "nl", is_plain=True)][1:]


def test_a_sentence_is_one_when_it_goes_on_in_the_next_line() -> None:
    text = LONG.replace(" trop ", "\ntrop ")

    assert [(1, "a sentence of more than 12 words")] == [
        (line, what) for line, what, _mend in page_faults(blocks_of(text), 90, "fr", is_plain=True)
    ]


def test_each_sentence_is_named_when_several_are_faulty() -> None:
    text = "C'est faux. Puis\nça va. Un échec\nvient. Une erreur aussi."

    found = [(line, what) for line, what, _mend in page_faults(blocks_of(text), 90, "fr", is_plain=True)]

    assert [(1, "“faux”"), (2, "“échec”"), (3, "“erreur”")] == [
        (line, what.split()[2]) for line, what in found
    ]


def test_the_hardest_paragraph_is_named_when_a_text_is_hard() -> None:
    easy = "Vous lisez un mot court, puis un autre mot, et tout va bien ici."
    hard = "Les établissements communautaires organisent habituellement des accompagnements individuels."
    text = f"{easy}\n\n{hard} {hard}\n\n{easy}"

    (found,) = page_faults(blocks_of(text), 90, "fr", is_plain=False)

    assert (3, "hard to read") == (found[0], found[1][:12])


def test_a_guide_is_whole_when_its_six_headings_stand_in_order() -> None:
    assert [] == [*guide_faults(blocks_of(GUIDE))]
    assert [(1, "the heading “But” is missing")] == [found[:2] for found in guide_faults(())]
    assert ["the heading “Préparer” is missing"] == [
        what for _line, what, _mend in guide_faults((Block(line=1, text="But", heading=2),))
    ]


@pytest.mark.parametrize("place", range(len(GUIDE_HEADINGS)))
def test_the_line_is_named_when_a_heading_has_another_name(place: int) -> None:
    spoilt = GUIDE.replace(f"## {GUIDE_HEADINGS[place]}\n", "## Autre chose\n")

    (found,) = guide_faults(blocks_of(spoilt))

    assert (2 * place + 1, f"the heading “Autre chose” stands where “{GUIDE_HEADINGS[place]}” is asked") == (
        found[0],
        found[1],
    )
