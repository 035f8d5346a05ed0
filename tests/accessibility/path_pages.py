"""The learner's path, and what trainers read and decide of it, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_path, present_result

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="path",
)
NAME, TRAINER, DAY = "Tatiana Verhoeven", "Nadia Benali", "20 novembre 2026"
REASON = "Vous avez fait ceci avec de l'aide : « Protéger son téléphone et son ordinateur »."
NEW = present_path.ModuleLine(
    id="M12",
    title="Éviter les pièges, protéger mes données",
    minutes=45,
    href="/l/x/modules/M12",
    reason=REASON,
    steps=6,
)
OPEN = replace(NEW, id="M06", title="Rejoindre la visioconférence", state="open", step=2)
DONE = replace(NEW, id="M00", title="Bienvenue : qui m'aide, à quoi ça sert", state="done", reason="")
OTHER = replace(NEW, id="M19", title="Téléphone et ordinateur : passer de l'un à l'autre", reason="")
STAGES = (
    present_path.StageLine(name="diagnostic", state="to-do", due=DAY, is_late=True),
    present_path.StageLine(name="warm-up", state="under-way", at=DAY, by=TRAINER),
    present_path.StageLine(name="activities", state="done", at=DAY),
    present_path.StageLine(name="end", state="skipped", at=DAY, skip="left", by=TRAINER),
)
READY: tuple[present_result.Condition, ...] = (
    present_result.Condition(id="device", state="to-prepare"),
    present_result.Condition(id="connection", state="to-prepare"),
    present_result.Condition(id="place", state="unknown"),
    present_result.Condition(id="video", state="to-prepare"),
)
WAIT = present_path.Wait(reason="Le prêt de l'ordinateur arrive lundi.", name=TRAINER)
RUN = present_path.RunLine(
    module=OPEN,
    is_accompanied=True,
    gestures=(
        present_path.GestureLine(
            title="Avec votre appareil", gestures=("J'ai ouvert le son.",) * 2, step="a"
        ),
        present_path.GestureLine(
            title="Ensemble", gestures=("J'ai levé la main.",), seen_at=DAY, seen_by=TRAINER
        ),
        present_path.GestureLine(title="Chez vous", gestures=(), step="c"),
    ),
    said=(present_path.SaidLine(question="Comment vous sentez-vous ?", answer="Bien"),),
)
RECORD = present_path.PathRecord(
    stages=STAGES,
    to_do=(NEW, OPEN),
    others=(OTHER, DONE),
    runs=(RUN, replace(RUN, module=DONE, gestures=(), said=(), is_accompanied=False)),
    agreed=(present_path.AgreedLine(title="La charte", version=2, at=DAY),),
    templates=tuple(
        present_path.TemplateLine(name=name, href="/l/x/cohort/y?template=x", is_chosen=name == "job")
        for name in ("first-computer", "paperwork-by-phone", "job", "one-need", "little-time")
    ),
    version=3,
    has_result=True,
    confirmed_at=DAY,
    confirmed_by=TRAINER,
    skippable=(STAGES[0],),
    skipped=(STAGES[3],),
    confirm_action="/l/x/cohort/y/path",
    wait_action="/l/x/cohort/y/path/wait",
    stage_action="/l/x/cohort/y/path/stage",
    seen_action="/l/x/cohort/y/path/seen",
)
READ_ONLY = replace(
    RECORD,
    runs=(replace(RUN, gestures=tuple(replace(one, step="") for one in RUN.gestures)),),
    wait=WAIT,
    wait_since=DAY,
    templates=(),
    confirm_action="",
    wait_action="",
    stage_action="",
    seen_action="",
)
Found = tuple[str, str, object]


def path() -> Iterator[Found]:
    """Name, template and values of each."""
    fresh = present_path.PathPage(
        stages=(
            replace(STAGES[0], is_late=False),
            *(replace(STAGES[3], state="to-do", skip="", by="", at=""),) * 3,
        ),
        next=NEW,
        first=(DONE, NEW),
        others=(OTHER,),
        conditions=READY,
        later_action="/l/x/path/later",
        trainer_name=TRAINER,
        frame=FRAME,
    )
    rich = replace(
        fresh,
        stages=STAGES,
        next=OPEN,
        first=(NEW, NEW),
        start=(NEW,),
        further=(NEW, OPEN),
        done=(DONE, DONE),
        put_off=(replace(OTHER, since=DAY), replace(NEW, since=DAY)),
        video_href="/l/x/modules/M06",
        wait=WAIT,
        has_result=True,
        is_confirmed=True,
    )
    ready = tuple(replace(one, state="ready") for one in READY)
    strong = replace(
        fresh, next=None, first=(), conditions=ready, has_result=True, wait=replace(WAIT, name="")
    )
    for name, page in {"fresh": fresh, "rich": rich, "strong": strong}.items():
        yield f"path/{name}", "path/overview.html", page
    yield "path/nothing", "path/overview.html", replace(strong, has_result=False, wait=None, others=())
    result = present_result.ResultPage(
        can_do=("répondre à un courriel",),
        areas=(),
        onward=present_path.NextModules(modules=(OPEN, NEW, NEW), path_href="/l/x/path"),
        action="/l/x/result",
        frame=FRAME,
    )
    yield "path/result", "learner/result.html", result
    nothing = present_path.NextModules(modules=(), path_href="/l/x/path")
    yield "path/result-nothing", "learner/result.html", replace(result, onward=nothing)
    yield from _records()
    yield from _groups()


def _records() -> Iterator[Found]:
    states = {
        "rich": RECORD,
        "put-off": replace(RECORD, put_off=(replace(OTHER, since=DAY),), ticked=20, duration="10 h 30"),
        "long": replace(RECORD, confirmed_at="", ticked=20, duration="10 h 30", is_long=True),
        "waiting": replace(RECORD, wait=WAIT, wait_since=DAY, notice="path-kept"),
        "changed": replace(RECORD, notice="path-changed"),
        "wait-reason": replace(RECORD, notice="wait-reason"),
        "skip-reason": replace(RECORD, notice="skip-reason"),
        "seen": replace(RECORD, notice="seen"),
        "empty": replace(RECORD, to_do=(), others=(), runs=(), agreed=(), has_result=False, confirmed_by=""),
        "assistant": READ_ONLY,
    }
    for name, record in states.items():
        page = present_cohort.PersonPage(
            name=NAME, title="Mon parcours", progress="not-started", is_path=True, path=record, frame=FRAME
        )
        yield f"path/record-{name}", "cohort/person.html", page


def _groups() -> Iterator[Found]:
    rows = (
        present_path.PathRow(own=OPEN, done=3, under_way=(NEW, OPEN), waiting=2),
        present_path.PathRow(own=DONE, done=1),
        present_path.PathRow(own=NEW),
    )
    people = tuple(
        present_cohort.PersonRow(
            name=f"{NAME} {number}",
            href="/l/x/cohort/y",
            progress="started" if number else "not-opened",
            levels=(),
            grades=(present_cohort.GradeLine(state="sent", at=DAY),) if number == 1 else (),
            retry_action="/l/x/cohort/y/retry" if number == 1 else "",
            path=row,
        )
        for number, row in enumerate(rows)
    )
    group = present_cohort.CohortPage(
        title="La charte d'utilisation",
        course="Premiers pas numériques",
        areas=(),
        people=people,
        leavers=people[1:],
        left=2,
        is_path=True,
        is_check=True,
        has_own_module=True,
        frame=FRAME,
    )
    yield "path/group-module", "cohort/cohort.html", group
    yield "path/group-path", "cohort/cohort.html", replace(group, has_own_module=False)
    yield "path/group-progress", "cohort/cohort.html", replace(group, shows_results=False)
