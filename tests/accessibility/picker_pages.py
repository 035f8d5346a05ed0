"""The picker in all its states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_picker

FRAME = present.Frame(sign_out_action="/p/x/end", course_href="https://campus.example/course/2")
PICTURE = "img/activities/starting-point.svg"


def picker() -> Iterator[tuple[str, str, object]]:
    """The list with one or several to choose, with each notice, and the answer."""
    plain = present_picker.PickerPage(
        phases=tuple(_phases()),
        accepts_several=True,
        course="Premiers pas numériques",
        action="/p/x/",
        cancel_action="/p/x/cancel",
        frame=FRAME,
    )
    states = {
        "several": plain,
        "one": replace(plain, accepts_several=False, columns="one", course=""),
        "nothing": replace(plain, notice="nothing-chosen"),
        "too-many": replace(plain, notice="one-only", accepts_several=False),
    }
    for name, page in states.items():
        yield f"picker/{name}", "picker/choose.html", page
    answer = present_picker.AnswerPage(address="https://campus.example/back", token="x.y.z", frame=FRAME)
    yield "picker/answer", "picker/answer.html", answer
    yield "picker/cancelled", "picker/answer.html", replace(answer, is_empty=True)
    yield "picker/unchanged", "picker/answer.html", replace(answer, is_empty=True, address="")


def _phases() -> Iterator[present_picker.PickerPhase]:
    first = present_picker.PickerActivity(
        slug="diagnostic",
        title="Mon point de départ numérique",
        minutes="12 à 18 minutes.",
        text="Des situations de tous les jours, dans les cinq domaines.",
        picture=PICTURE,
        preview_href="/trial/diagnostic/",
        is_chosen=True,
    )
    brief = replace(first, slug="express", title="En bref", minutes="6 à 8 minutes.", is_chosen=False)
    bare = replace(brief, slug="module", title="Écrire un courriel", text="", picture="")
    yield present_picker.PickerPhase(name="Pour faire le point", activities=(first, brief))
    yield present_picker.PickerPhase(name="Activités", activities=(bare,))
