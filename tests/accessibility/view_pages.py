"""Who looked at the learner's record: nobody yet, many lines, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_views

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="who-looked",
    helpers_href="/l/x/who-helps",
)
TRAINER = "Nadia Benali"
LINES = (
    f"{TRAINER} a ouvert votre dossier 2 fois le 20 novembre 2026.",
    f"{TRAINER} a ouvert un document sur vous le 20 novembre 2026.",
    "Une personne de l'équipe a copié vos résultats dans un fichier 12 fois le 1er novembre 2026.",
    "Paul Morel a ouvert votre activité sur son écran le 30 octobre 2026.",
)
Found = tuple[str, str, object]


def views() -> Iterator[Found]:
    """Name, template and values of each."""
    nobody = present_views.ViewsPage(lines=(), trainer_name=TRAINER, back_href="/l/x/", frame=FRAME)
    pages = {
        "nobody": nobody,
        "some": replace(nobody, lines=LINES),
        "many": replace(nobody, lines=LINES * 25, at_most=100, trainer_name=""),
    }
    for name, page in pages.items():
        yield f"views/{name}", "views/who_looked.html", page
    welcome = present.WelcomePage(
        title="Mon point de départ",
        minutes=15,
        trainer_name=TRAINER,
        views_href="/l/x/who-looked",
        action="/l/x/welcome",
        later_action="/l/x/later",
        frame=FRAME,
    )
    yield "views/welcome", "learner/welcome.html", welcome
    record = present_cohort.PersonPage(
        name="Tatiana Verhoeven",
        title="Mon point de départ",
        progress="started",
        others=2,
        frame=replace(FRAME, stuck_action="", helpers_href=""),
    )
    yield "views/record", "cohort/person.html", record
    yield "views/record-alone", "cohort/person.html", replace(record, others=0)
