"""« Je suis bloqué »: the learner's page in every state, and who waits on the trainer's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_stuck

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
NAME, TRAINER = "Tatiana Verhoeven", "Nadia Benali"
LONG = "20 nov. 2026 à 10\u00a0h\u00a012"
CALLS = (
    present_stuck.CallLine(
        name=NAME,
        since="10 h 12",
        cause="password",
        place="module",
        detail="M05",
        coming_at="10 h 15",
        href="/l/x/cohort/y",
        action="/l/x/cohort/y/stuck",
    ),
    present_stuck.CallLine(name="Participant 3", since=LONG, place="task", action="/l/x/cohort/z/stuck"),
)
Found = tuple[str, str, object]


def stuck() -> Iterator[Found]:
    """Name, template and values of each."""
    waiting = present_stuck.StuckPage(
        state="waiting",
        trainer_name=TRAINER,
        called_at="10 h 12",
        action="/l/x/stuck",
        cause_action="/l/x/stuck/cause",
        solved_action="/l/x/stuck/solved",
        back_href="/l/x/tasks/3",
        help_href="/l/x/who-helps",
        frame=FRAME,
    )
    pages = {
        "waiting": waiting,
        "waiting-nameless": replace(waiting, trainer_name=""),
        "coming": replace(waiting, state="coming", answered_at="10 h 15"),
        "alone": replace(waiting, is_told=False),
        "none": replace(waiting, state="none"),
        "none-nameless": replace(waiting, state="none", trainer_name=""),
        "solved": replace(waiting, state="solved", answered_at=LONG),
        "solved-by-trainer": replace(waiting, state="solved", answered_at="11 h 02", is_by_trainer=True),
    }
    for cause in ("password", "pin", "connection", "other"):
        pages[cause] = replace(waiting, cause=cause)
    for name, page in pages.items():
        yield f"stuck/{name}", "stuck/stuck.html", page
    cohort = present_cohort.CohortPage(
        title="Mon point de départ",
        course="Premiers pas",
        areas=(),
        calls=CALLS,
        more_calls=present_stuck.MoreCalls(count=12, href="/l/x/actions?kind=call"),
    )
    yield "stuck/cohort", "cohort/cohort.html", replace(cohort, frame=FRAME)
    person = present_cohort.PersonPage(
        name=NAME, title="Mon point de départ", progress="started", calls=CALLS[:1], frame=FRAME
    )
    yield "stuck/person", "cohort/person.html", person
