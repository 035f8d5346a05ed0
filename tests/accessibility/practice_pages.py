"""A team's review of its own practice, before the first one, alone, beside a former one; and its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present_practice
from lti_tool.web.present import AccessChoice
from tests.accessibility.export_pages import FRAME, NEEDS

QUESTIONS = (
    "L'accueil : avons-nous écouté chaque personne au début ?",
    "L'équipement : chacun avait-il un appareil et une connexion qui marchent ?",
)
CHOICES = tuple(
    AccessChoice(id=text[:3].strip().lower(), text=text)
    for text in ("Oui, bien", "En partie", "Pas encore, à changer", "Nous n'en avons pas parlé")
)


def practice() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of every state."""
    none = present_practice.PracticePage(
        lines=(),
        tables=(),
        form_href="/l/x/practice/form",
        course="Premiers pas",
        people="moins de 5",
        back_href="/l/x/documents",
        frame=FRAME,
    )
    one = replace(
        none,
        lines=tuple(present_practice.PracticeLine(question=text, answer="Oui, bien") for text in QUESTIONS),
        tables=(NEEDS,),
        day="20 novembre 2026",
        every=(present_practice.PracticeLink(day="20 novembre 2026", href="/l/x/practice", is_shown=True),),
        is_kept=True,
        people="15",
    )
    former = present_practice.PracticeLink(day="2 mai 2026", href="/l/x/practice?review=x")
    two = replace(
        one,
        lines=tuple(replace(line, before="Pas encore, à changer") for line in one.lines),
        before="2 mai 2026",
        every=(*one.every, former),
        is_kept=False,
        form_href="",
    )
    for name, page in {"none": none, "one": one, "two": two}.items():
        yield f"documents/practice-{name}", "practice/review.html", page
    form = present_practice.PracticeForm(
        fields=tuple(
            present_practice.PracticeField(id=f"field-{number}", question=text, choices=CHOICES)
            for number, text in enumerate(QUESTIONS)
        ),
        submission="0123456789abcdef",
        action="/l/x/practice/form",
        back_href="/l/x/practice",
        frame=FRAME,
    )
    yield "documents/practice-form", "practice/form.html", form
    given = tuple(replace(field, given="oui" if field.id == "field-0" else "") for field in form.fields)
    yield (
        "documents/practice-missing",
        "practice/form.html",
        replace(form, fields=given, is_incomplete=True),
    )
