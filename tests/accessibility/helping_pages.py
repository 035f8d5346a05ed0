"""« Aider »: nothing noted, one, many, just noted, just taken back, no course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_helping

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    tabs=(
        present.Tab(name="Le groupe", href="/l/x/cohort"),
        present.Tab(name="En séance", href="/l/x/sitting"),
        present.Tab(name="Aider", href="/l/x/helping", is_current=True),
    ),
)
TOPICS = (
    ("paperwork", "Une démarche en ligne", "file"),
    ("printing", "Imprimer ou scanner", "printer"),
    ("device", "Un appareil à régler", "computer"),
    ("connection", "Se connecter à internet", "wifi"),
    ("account", "Un compte, un mot de passe", "key"),
    ("message", "Un message ou un appel", "mail"),
    ("search", "Chercher sur internet", "search"),
    ("safety", "Un doute, une arnaque", "shield"),
    ("other", "Autre chose", "plus"),
)
HELPING = present_helping.HelpingPage(
    topics=tuple(
        present_helping.TopicButton(value=value, text=text, icon=icon) for value, text, icon in TOPICS
    ),
    submission="0123456789abcdefghijkl",
    action="/l/x/helping",
    sittings_href="/l/x/sitting",
    desk_href="/l/x/desk",
    frame=FRAME,
)


def helping() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of every state."""
    given = tuple(
        present_helping.GivenHelp(
            text=TOPICS[number % 9][1], at=f"14:{59 - number}", action=f"/l/x/helping/{number}/withdraw"
        )
        for number in range(10)
    )
    template = "helping/overview.html"
    yield "helping/nothing", template, HELPING
    yield "helping/noted", template, replace(HELPING, given=given[:1], total=1, notice="noted")
    yield "helping/withdrawn", template, replace(HELPING, notice="withdrawn")
    yield "helping/many", template, replace(HELPING, given=given, total=43)
    yield "helping/no-course", template, replace(HELPING, action="")
