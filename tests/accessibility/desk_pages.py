"""The pages of desk mode, in each of their states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.content.shelf import Shelf
from lti_tool.domain.desk import Direction, Said
from lti_tool.web.present_desk import (
    AreaReading,
    DeskPage,
    DeskResultPage,
    PlaceToGo,
    SaidChoice,
    SpokenQuestion,
)
from lti_tool.web.qr import qr_svg

_WORDS = {
    Said.ALONE: "Sans aide",
    Said.HELPED: "Avec de l'aide",
    Said.UNKNOWN: "Ne sait pas",
    Said.NOT_ASKED: "Pas demandé",
}


def desk(shelf: Shelf) -> Iterator[tuple[str, str, object]]:
    """The six questions, nothing asked, and each way to send somebody."""
    questions = tuple(
        SpokenQuestion(
            id=one.id, sentence=one.sentence, look_for=one.look_for, icon=one.icon, given=Said.NOT_ASKED
        )
        for one in shelf.desk
    )
    choices = tuple(SaidChoice(id=said, text=text) for said, text in _WORDS.items())
    ask = DeskPage(questions=questions, choices=choices, action="/l/x/desk", back_href="/l/x/cohort")
    yield "desk/ask", "desk/ask.html", ask
    yield "desk/ask-incomplete", "desk/ask.html", replace(ask, is_incomplete=True)
    readings = (0, 1, 2, None, 1)
    result = DeskResultPage(
        areas=tuple(
            AreaReading(name=name, reading=reading)
            for name, reading in zip(shelf.area_names.values(), readings, strict=True)
        ),
        direction=Direction.MODULES,
        warns=True,
        day="20 novembre",
        again_href="/l/x/desk",
        back_href="/l/x/cohort",
    )
    for direction in Direction:
        yield f"desk/result-{direction}", "desk/result.html", replace(result, direction=direction)
    place = PlaceToGo(
        name="Un espace public numérique (EPN)",
        where="Rue du Pont 3, 5000 Namur",
        phone="081 00 00 00",
        website="https://www.epn.example/",
        code=qr_svg("https://www.epn.example/"),
        language="fr",
    )
    yield "desk/result-place", "desk/result.html", replace(result, place=place)
