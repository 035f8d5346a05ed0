"""« À faire », loans and the lists to print, in all their states, with invented people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present_actions, present_cohort, present_path, present_stuck, present_todo
from lti_tool.web.present import Frame, Tab
from lti_tool.web.present_resources import CardView

DAY, NAME, TRAINER = "20 novembre 2026", "Tatiana Verhoeven", "Nadia Benali"
FRAME = Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    tabs=(
        Tab(name="Le groupe", href="/l/x/cohort"),
        Tab(name="À faire", href="/l/x/actions", is_current=True),
    ),
)
CARD = CardView(
    kind="place",
    title="Espace public numérique du quartier",
    says="Des ordinateurs et de l'aide.",
    where="Rue de l'Exemple 12, 1000 Bruxelles",
    phone="02 000 00 00",
    phone_href="tel:020000000",
    href="https://epn.example",
    site="epn.example",
    hours=("lundi à vendredi : de 9 h 00 à 17 h 00",),
    language="fr",
)
LOAN = present_todo.LoanLine(
    thing="Ordinateur portable : HP gris",
    lent_on=DAY,
    accessories=("Chargeur", "Souris", "un câble très long pour la prise du fond"),
    inventory="PC-2026-012",
    due_on="1er février 2027",
    condition="Bon état, une rayure sur le couvercle.",
    lent_by=TRAINER,
    version=1,
    href="/l/x/cohort/y/loans/z",
    slip_href="/l/x/cohort/y/loans/z/slip",
    ask_action="/l/x/cohort/y/loans/z/answer",
)
ASKED = replace(LOAN, is_to_be_asked=True, is_overdue=True)
BROKEN = replace(LOAN, helps="to-repair", helps_at=DAY, due_on="")
BACK = replace(LOAN, returned_on=DAY, returned_by=TRAINER, missing="la souris", helps="yes", helps_at=DAY)
NEED = present_todo.ActionLine(
    name=NAME,
    title="Prêter un appareil",
    href="/l/x/cohort/y/actions",
    since=DAY,
    named="device-loan",
    action="/l/x/cohort/y/actions/settle",
    lend_href="/l/x/cohort/y/loans/new",
    cards=(CARD, CARD),
)
BEGUN = replace(NEED, state="under-way", at=DAY, by=TRAINER, lend_href="", version=1)
OWN = replace(
    NEED, text="Appeler la maison de quartier pour un local le mardi.", added_by=TRAINER, lend_href=""
)
SETTLED = replace(BEGUN, state="done")
UNNEEDED = replace(BEGUN, state="not-needed", reason="Elle a acheté un ordinateur.")
LENT = present_todo.ActionLine(name=NAME, title="Les prêts", href="/l/x/cohort/y/actions", loan=ASKED)
CALLING = replace(
    LENT, loan=None, call=present_stuck.CallLine(name=NAME, since="10 h 12", action="/l/x/cohort/y/stuck")
)
LATE = replace(LENT, loan=None, since=DAY)
DISAGREED = replace(
    LENT,
    loan=None,
    disagreed=present_todo.DisagreedLine(
        words="Je sais mieux chercher.", day=DAY, href="/l/x/cohort/y/objections/z", may_write=True
    ),
)
VIDEO = present_actions.NamedLink(name="Rejoindre la visioconférence", href="/l/x/modules/M06")
CHOICES = (
    present_actions.Choice(id="laptop", text="Ordinateur portable"),
    present_actions.Choice(id="modem", text="Clé 4G"),
)
FIELDS = present_actions.LoanFields(
    things=CHOICES,
    accessories=CHOICES,
    given={
        "thing": "laptop",
        "what": "",
        "inventory": "",
        "more": "",
        "lent_on": "",
        "due_on": "",
        "condition": "",
    },
    ticked=("laptop",),
)
FAULTS = {
    "thing": "missing",
    "what": "missing",
    "inventory": "too-long",
    "more": "too-long",
    "lent_on": "future",
    "due_on": "before-lent",
    "condition": "too-long",
}
PAGES = present_cohort.Pages(
    text="Page 2 sur 3", previous_href="/l/x/actions", next_href="/l/x/actions?page=3"
)
Found = tuple[str, str, object]


def actions() -> Iterator[Found]:
    """Name, template and values of each."""
    for pages in (_weeks(), _people(), _loans(), _lists(), _elsewhere()):
        yield from pages


def _weeks() -> Iterator[Found]:
    links = tuple(
        present_actions.FilterLink(name=name, href="/l/x/actions", count=12, is_chosen=name == "À faire")
        for name in ("À faire et en cours", "À faire", "Ce qui est fini")
    )
    empty = present_actions.WeekPage(
        course="Premiers pas numériques",
        states=links,
        printed_on=DAY,
        distance_href="/l/x/actions/distance",
        gathering_href="/l/x/actions/gathering",
        frame=FRAME,
    )
    full = replace(
        empty,
        groups=(
            present_actions.KindGroup(title="Répondre à « Je suis bloqué »", lines=(CALLING,)),
            present_actions.KindGroup(title="Parler d'un résultat", lines=(DISAGREED,)),
            present_actions.KindGroup(
                title="Un premier essai de visio", lines=(BEGUN, BEGUN, BEGUN), together=3, video=VIDEO
            ),
            present_actions.KindGroup(
                title="Les prêts", lines=(LENT, replace(LENT, loan=BROKEN, is_enrolled=False))
            ),
            present_actions.KindGroup(
                title="Prêter un appareil", lines=(NEED, BEGUN, OWN), cards=(CARD, CARD)
            ),
            present_actions.KindGroup(title="Après 30 jours", lines=(LATE, LATE), is_late=True),
        ),
        settled=(SETTLED, UNNEEDED),
        settled_total=30,
        settled_href="/l/x/actions?state=settled",
        kinds=links,
        is_long=True,
        pages=PAGES,
        unsent=3,
        people=12,
        notice="settled",
    )
    yield "actions/nobody", "actions/overview.html", empty
    yield "actions/nothing", "actions/overview.html", replace(empty, people=12, unsent=1)
    yield (
        "actions/narrowed",
        "actions/overview.html",
        replace(empty, people=12, is_narrowed=True, kinds=links),
    )
    yield "actions/full", "actions/overview.html", full
    yield "actions/changed", "actions/overview.html", replace(full, notice="changed")


def _people() -> Iterator[Found]:
    full = present_actions.PersonActionsPage(
        name=NAME,
        lines=(NEED, BEGUN, OWN),
        settled=(SETTLED, UNNEEDED),
        loans=(ASKED, BROKEN, BACK),
        kinds=CHOICES,
        submission="x",
        add_action="/l/x/cohort/y/actions",
        lend_href="/l/x/cohort/y/loans/new",
        record_href="/l/x/cohort/y",
        back_href="/l/x/actions",
        frame=FRAME,
    )
    empty = replace(full, lines=(), settled=(), loans=())
    for name, page in {
        "person": full,
        "person-empty": empty,
        "person-added": replace(full, notice="added"),
        "person-reason": replace(full, notice="reason"),
        "person-missing": replace(full, fault="missing"),
        "person-too-long": replace(full, fault="too-long", given={"text": "a" * 300, "kind": "modem"}),
        "person-assistant": replace(full, add_action="", lend_href=""),
    }.items():
        yield f"actions/{name}", "actions/person.html", page


def _loans() -> Iterator[Found]:
    lend = present_actions.LendPage(
        name=NAME, fields=FIELDS, submission="x", action="/l/x/cohort/y/loans", back_href="/l/x", frame=FRAME
    )
    yield "actions/lend", "actions/lend.html", lend
    yield "actions/lend-faults", "actions/lend.html", replace(lend, fields=replace(FIELDS, faults=FAULTS))
    loan = present_actions.LoanPage(
        name=NAME,
        loan=ASKED,
        fields=FIELDS,
        back_given={"day": "2026-11-20", "missing": ""},
        change_action="/l/x/cohort/y/loans/z",
        return_action="/l/x/cohort/y/loans/z/return",
        back_href="/l/x/cohort/y/actions",
        notice="lent",
        frame=FRAME,
    )
    for name, page in {
        "loan": loan,
        "loan-returned": replace(loan, loan=BACK, notice="returned"),
        "loan-changed": replace(loan, notice="changed"),
        "loan-faults": replace(loan, fields=replace(FIELDS, faults=FAULTS)),
        "loan-return-faults": replace(loan, back_faults={"day": "future", "missing": "too-long"}),
        "loan-assistant": replace(
            loan, loan=replace(BROKEN, ask_action=""), change_action="", return_action="", notice=""
        ),
    }.items():
        yield f"actions/{name}", "actions/loan.html", page
    slip = present_actions.SlipPage(
        name=NAME,
        course="Premiers pas numériques",
        loan=LOAN,
        ticks=(("Chargeur", True), ("Souris", True), ("Casque", False), ("Sac", False), ("Clé 4G", False)),
        more="un câble",
        trainer=TRAINER,
        back_href="/l/x/cohort/y/loans/z",
        frame=FRAME,
    )
    yield "actions/slip", "actions/slip.html", slip
    bare = replace(LOAN, inventory="", due_on="", condition="")
    yield "actions/slip-bare", "actions/slip.html", replace(slip, loan=bare, more="", trainer="", course="")


def _lists() -> Iterator[Found]:
    rows = (
        present_actions.GatheringRow(
            name=NAME,
            loans=("Ordinateur portable, Chargeur, Souris",),
            measured=DAY,
            modules=("Allumer, éteindre, recharger", "Rejoindre la visioconférence"),
            needs=("prêt d'un ordinateur", "tarif social ou wifi public"),
            href="/l/x/cohort/y/actions",
        ),
        present_actions.GatheringRow(name="Participant 7", href="/l/x/cohort/z/actions"),
        present_actions.GatheringRow(name="Joël Mbala", needs=(), href="/l/x/cohort/w/actions"),
    )
    gathering = present_actions.GatheringPage(
        course="Premiers pas numériques", rows=rows, back_href="/l/x/actions", frame=FRAME
    )
    yield "actions/gathering", "actions/gathering.html", gathering
    yield "actions/gathering-pages", "actions/gathering.html", replace(gathering, pages=PAGES, blanks=0)
    yield "actions/gathering-empty", "actions/gathering.html", replace(gathering, rows=())
    missing = (
        present_actions.MissingCondition(id="device"),
        present_actions.MissingCondition(id="connection", is_told=False),
        present_actions.MissingCondition(id="place"),
    )
    distance = present_actions.DistancePage(
        course="Premiers pas numériques",
        rows=(
            present_actions.DistanceRow(name=NAME, href="/l/x/cohort/y/actions", conditions=missing),
            present_actions.DistanceRow(
                name="Joël Mbala", href="/l/x/cohort/w/actions", wait_reason="Le prêt arrive lundi."
            ),
        ),
        untried=120,
        untried_people=(VIDEO, VIDEO),
        video=VIDEO,
        pages=PAGES,
        printed_on=DAY,
        back_href="/l/x/actions",
        frame=FRAME,
    )
    yield "actions/distance-video", "actions/distance.html", replace(distance, rows=(), pages=None)
    yield "actions/distance", "actions/distance.html", distance
    yield "actions/distance-empty", "actions/distance.html", replace(distance, rows=(), pages=None, untried=0)


def _elsewhere() -> Iterator[Found]:
    """The part of a record, and what the learner reads of a loan."""
    todo = present_todo.PersonActions(
        lines=(NEED, OWN), settled=(SETTLED,), loans=(ASKED, BACK), href="/l/x/cohort/y/actions"
    )
    record = present_cohort.PersonPage(
        name=NAME, title="Mon point de départ", progress="sent", actions=todo, frame=FRAME
    )
    yield "actions/record", "cohort/person.html", record
    nothing = replace(todo, lines=(), settled=(), loans=())
    yield "actions/record-nothing", "cohort/person.html", replace(record, actions=nothing)
    own = replace(LOAN, inventory="", lent_by="", href="", slip_href="", ask_action="")
    path = present_path.PathPage(stages=(), next=None, loans=(own, replace(own, due_on="")), frame=FRAME)
    yield "actions/own-loan", "path/overview.html", path
