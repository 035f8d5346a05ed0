"""A gathering, work side by side and shared computers, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.domain.item import Choice, Choose
from lti_tool.web import present
from lti_tool.web import present_sitting as sittings
from lti_tool.web.present_cohort import GroupChoice, Pages
from lti_tool.web.qr import qr_svg

NAME, TRAINER, HOUR = "Tatiana Verhoeven", "Nadia Benali", "10 h 12"
KIOSK = sittings.Qr(drawing=qr_svg("https://tool.example/kiosk"), address="https://tool.example/kiosk")
LONG = f"https://campus.example/course/{'a' * 90}"
QR = sittings.Qr(drawing=qr_svg(LONG), address=LONG)
BAR = sittings.Together(name=NAME, leave_action="/l/x/together/y/leave")
PLAIN = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
BESIDE = replace(PLAIN, together=BAR)
AT_KIOSK = present.Frame(
    sign_out_action="/l/x/end",
    is_kiosk=True,
    stuck_action="/l/x/stuck",
    stuck_place="welcome",
    helpers_href="/l/x/who-helps",
)
SEAT = sittings.SeatLine(
    name=NAME,
    groups=("Groupe 7",),
    state="started",
    step=2,
    steps=5,
    at=HOUR,
    called_at=HOUR,
    kiosk_until="11 h 12",
    together_href="/l/x/together/y",
    paper_href="/l/x/cohort/y/paper",
    code_action="/l/x/sitting/y/code",
    end_action="/l/x/sitting/y/end",
)
BARE = sittings.SeatLine(name="Participant 12")
FINISHED = replace(
    SEAT,
    state="finished",
    is_sent=True,
    is_keyed=True,
    record_href="/l/x/cohort/y",
    called_at="",
    kiosk_until="",
)
Found = tuple[str, str, object]


def sitting() -> Iterator[Found]:
    """Name, template and values of each."""
    yield from _gathering()
    yield from _shown_to_all()
    yield from _beside()
    enter = sittings.KioskPage(action="/kiosk")
    yield "sitting/kiosk", "kiosk/enter.html", enter
    yield "sitting/kiosk-wrong", "kiosk/enter.html", replace(enter, is_wrong=True, given="ABCD-EFGO")
    yield "sitting/kiosk-still", "kiosk/still.html", sittings.StillPage(href="/l/x/", seconds=60)
    yield "sitting/kiosk-goodbye", "kiosk/goodbye.html", sittings.StillPage(href="/kiosk")
    welcome = present.WelcomePage(title="Point de départ", minutes=18, action="/x", frame=AT_KIOSK)
    yield "sitting/kiosk-welcome", "learner/welcome.html", welcome


def _gathering() -> Iterator[Found]:
    states: tuple[sittings.SeatState, ...] = ("not-opened", "not-started", "declined", "finished")
    full = sittings.SittingPage(
        title="Mon point de départ numérique",
        course="Premiers pas numériques",
        at=HOUR,
        seats=(SEAT, BARE, FINISHED, *(replace(BARE, state=state, at=HOUR) for state in states)),
        calls=1,
        groups=(
            GroupChoice(name="Tout le monde", href="/l/x/sitting", is_chosen=True),
            GroupChoice(name="Groupe 7", href="/l/x/sitting?group=7"),
        ),
        pages=Pages(text="Page 1 sur 2", previous_href="", next_href="/l/x/sitting?page=2"),
        refresh_href="/l/x/sitting",
        watch_href="/l/x/sitting?watch=1",
        seconds=20,
        wall_href="/l/x/sitting/wall",
        paper_href="/l/x/paper",
        kiosk_href=KIOSK.address,
        slips_action="/l/x/sitting/slips",
        qr=QR,
        frame=PLAIN,
    )
    yield "sitting/full", "sitting/overview.html", full
    notices: tuple[sittings.Notice, ...] = ("ended", "nothing-open", "later", "left")
    for notice in notices:
        page = replace(full, notice=notice, is_watched=True, seats=(), calls=0, qr=None, groups=())
        yield f"sitting/{notice}", "sitting/overview.html", page
    nowhere = replace(full, has_course=False, seats=(), calls=0, groups=(), pages=None)
    yield "sitting/without-course", "sitting/overview.html", nowhere
    assistant = replace(full, slips_action="", is_diagnostic=False)
    yield "sitting/assistant", "sitting/overview.html", assistant


def _shown_to_all() -> Iterator[Found]:
    wall = sittings.WallPage(
        title="Point de départ",
        trainer_name=TRAINER,
        qr=QR,
        kiosk=KIOSK,
        action="/l/x/sitting/wall",
        back_href="/l/x/sitting",
        frame=PLAIN,
    )
    yield "sitting/wall", "sitting/wall.html", wall
    odd = replace(wall, qr=None, trainer_name="", given="http://campus.example", is_odd=True)
    yield "sitting/wall-odd", "sitting/wall.html", odd
    code = sittings.CodesPage(
        title="Point de départ",
        slips=(sittings.Slip(name=NAME, code="ABCD-2345", until=HOUR),),
        kiosk=KIOSK,
        again_action="/l/x/sitting/y/code",
        back_href="/l/x/sitting",
        frame=PLAIN,
    )
    yield "sitting/code", "sitting/codes.html", code
    slips = replace(code, slips=code.slips * 12, is_printed=True, again_action="")
    yield "sitting/slips", "sitting/codes.html", slips


def _beside() -> Iterator[Found]:
    agree = sittings.AgreePage(
        name=NAME, title="Point de départ", action="/x", back_href="/l/x/sitting", frame=PLAIN
    )
    yield "sitting/agree", "sitting/agree.html", agree
    yield "sitting/agree-missing", "sitting/agree.html", replace(agree, state="resume", is_incomplete=True)
    yield "sitting/agree-finished", "sitting/agree.html", replace(agree, state="finished")
    question = present.QuestionPage(
        question="Que faites-vous ?",
        screen={"kind": "none"},
        task=Choose(
            choices=(Choice(id="a", text="J'attends."), Choice(id="b", text="J'appelle.")),
            right=frozenset({"b"}),
        ),
        submission="0123456789abcdef",
        version=3,
        step=2,
        steps=5,
        action="/l/x/together/y/tasks/3",
        frame=BESIDE,
    )
    yield "sitting/question", "learner/question.html", question
    missing = replace(question, notice="incomplete", missing=("choice",), given={"hand": ["1"]})
    yield "sitting/question-missing", "learner/question.html", missing
    conflict = present.ConflictPage(question="Que faites-vous ?", href="/l/x/together/y", frame=BESIDE)
    pause = present.PausePage(step=2, steps=5, action="/l/x/together/y/pause", frame=BESIDE)
    yield "sitting/pause", "learner/pause.html", pause
    yield "sitting/pause-between", "learner/pause.html", replace(pause, reason="between-areas")
    yield "sitting/conflict", "learner/conflict.html", conflict
    done = sittings.FinishedPage(
        name=NAME,
        trainer_name=TRAINER,
        can_do=("répondre à un courriel", "trouver une adresse"),
        next_step="Apprendre à joindre un fichier.",
        tasks=20,
        accompanied=12,
        sends_levels=True,
        action="/l/x/together/y/result",
        leave_action="/l/x/together/y/leave",
        frame=BESIDE,
    )
    yield "sitting/finished", "sitting/finished.html", done
    yield "sitting/finished-sent", "sitting/finished.html", replace(done, sent_at="20 nov. 2026 à 10 h 12")
    kept = replace(done, can_do=(), next_step="")
    yield "sitting/finished-kept", "sitting/finished.html", kept
    yield "sitting/finished-elsewhere", "sitting/finished.html", replace(kept, may_send=False)
