"""The grade ledger: nobody, every state, thirty people, every notice, and the question before a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_ledger

MOMENT = "20 nov. 2026 à 13 h 04"
FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
AREAS = (
    "L'activité entière",
    "Chercher et ranger des informations",
    "Communiquer avec les autres",
    "Créer et modifier des documents",
    "Se protéger",
    "Se débrouiller",
)
ALL = tuple(present_ledger.Cell(column=area, value="3 sur 8") for area in AREAS)
SENT = present_ledger.LedgerLine(
    state="sent", cells=ALL, text=f"Envoyée le {MOMENT}. La plateforme l'a acceptée."
)
CHANGED = present_ledger.LedgerLine(
    state="changed",
    cells=ALL[:1],
    text="La note a été changée dans la plateforme. Choisissez laquelle compte.",
    there="7 sur 8",
    read=MOMENT,
    keep_action="/l/x/ledger/1/2/keep",
    replace_href="/l/x/ledger/1/2/replace",
    seen="7.0",
)
LINES = (
    SENT,
    CHANGED,
    replace(
        CHANGED,
        text="La plateforme garde sa valeur : la note y est verrouillée ou remplacée à la main.",
        remedy="Dans Moodle, ouvrez le carnet de notes et modifiez cette note : décochez « Court-circuité ».",
        cells=ALL[1:2],
    ),
    replace(CHANGED, state="kept", text="Gardée comme dans la plateforme : votre choix.", keep_action=""),
    replace(CHANGED, keep_action="", replace_href=""),
    present_ledger.LedgerLine(
        state="refused",
        cells=ALL[2:4],
        text=f"Refusée : la colonne n'existe plus dans le cours. C'était le {MOMENT}.",
        remedy="Remettez la colonne dans le carnet de notes, puis appuyez sur « Renvoyer ».",
        code="line-item-gone 404",
    ),
    present_ledger.LedgerLine(
        state="waiting",
        cells=ALL[4:],
        text=f"En attente depuis le {MOMENT} : la plateforme ne répond pas. Nouvel essai : {MOMENT}.",
        code="unreachable",
    ),
    present_ledger.LedgerLine(state="to-send", cells=ALL, text="À envoyer. L'envoi part dans un instant."),
)
STATES = (
    present_ledger.StateCount(state="changed", count=2, href="?state=changed"),
    present_ledger.StateCount(
        state="refused",
        count=6,
        href="?state=refused",
        is_current=True,
        reasons=(
            present_ledger.ReasonCount(
                text="la colonne n'existe plus dans le cours",
                count=4,
                href="?state=refused&reason=line-item-gone",
                is_current=True,
                retry="line-item-gone",
            ),
            present_ledger.ReasonCount(text="la note semble verrouillée dans le cours", count=2, href="?r"),
        ),
    ),
    present_ledger.StateCount(state="waiting", count=12, href="?state=waiting"),
    present_ledger.StateCount(state="to-send", count=6, href="?state=to-send"),
    present_ledger.StateCount(state="reading", count=6, href="?state=reading"),
    present_ledger.StateCount(state="kept", count=1, href="?state=kept"),
    present_ledger.StateCount(state="sent", count=300, href="?state=sent"),
    present_ledger.StateCount(state="none", count=1, href="?state=none"),
)

NOTICES: tuple[tuple[present_ledger.Notice, int], ...] = (
    ("retried", 5),
    ("retried", 0),
    ("reading", 6),
    ("unreadable", 0),
    ("kept", 0),
    ("replaced", 0),
    ("moved", 0),
)
QUESTION = present_ledger.ReplacePage(
    name="Adèle Wagner-Vandenberghe",
    column="Chercher et ranger des informations",
    ours="3 sur 8",
    there="7 sur 8",
    read=MOMENT,
    seen="7.0",
    action="/l/x/ledger/1/2/replace",
    back_href="/l/x/ledger",
    frame=FRAME,
)


def ledger() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of each."""
    empty = present_ledger.LedgerPage(
        title="Mon point de départ numérique", course="Premiers pas", updated_at=MOMENT, frame=FRAME
    )
    every = tuple(_row(f"Adèle Wagner-Vandenberghe {number}", line) for number, line in enumerate(LINES))
    filled = replace(
        empty,
        rows=(*every, present_ledger.LedgerRow(name="Participant 12", href="/l/x/cohort/12")),
        states=STATES,
        retry_action="/l/x/ledger/retry",
        retryable=18,
        read_action="/l/x/ledger/read",
        readable=200,
        readable_in_all=303,
        without=3,
        everything_href="/l/x/ledger",
        pages=present_cohort.Pages(text="Page 2 sur 3", previous_href="?page=1", next_href="?page=3"),
        others=(
            present_ledger.OtherActivity(title="Demander de l'aide", count=12, to_look_at=2),
            present_ledger.OtherActivity(title="Mes mots de passe", count=1, to_look_at=0),
        ),
    )
    thirty = tuple(_row(f"Nom {number:02}", SENT) for number in range(30))
    pages = {
        "empty": empty,
        "filled": filled,
        "thirty": replace(filled, rows=thirty, everything_href="", pages=None),
        "nothing-in-this-state": replace(filled, rows=(), pages=None),
        "no-course": replace(empty, has_course=False, course=""),
        "no-grades": replace(empty, accepts_grades=False),
        "unreadable": replace(filled, is_readable=False, rows=thirty[:1]),
    }
    for notice, count in NOTICES:
        pages[f"{notice}-{count}"] = replace(empty, notice=notice, count=count)
    for name, page in pages.items():
        yield f"ledger/{name}", "ledger/ledger.html", page
    yield "ledger/replace", "ledger/replace.html", QUESTION
    yield "ledger/replace-kept-there", "ledger/replace.html", replace(QUESTION, is_kept_there=True)


def _row(name: str, line: present_ledger.LedgerLine) -> present_ledger.LedgerRow:
    may_retry = line.state in ("waiting", "refused")
    return present_ledger.LedgerRow(
        name=name,
        href="/l/x/cohort/1",
        lines=(line, SENT) if line is not SENT else (line,),
        retry_action="/l/x/ledger/1/retry" if may_retry else "",
        read_action="" if may_retry else "/l/x/ledger/1/read",
    )
