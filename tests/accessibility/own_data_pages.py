"""One's own data: in use, paused, asked and answered; the administration's side; the team's line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_data_requests, present_own_data
from lti_tool.web.own_data_kinds import ICONS, KindWords

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="my-data",
    helpers_href="/l/x/who-helps",
    own_data_href="/l/x/my-data",
)
ADMIN = present.Frame(sign_out_action="/admin/end")
KINDS = tuple(
    KindWords(
        name=name,
        title="Vos réponses et vos niveaux",
        icon=icon,
        what="Ce que vous avez répondu, et les niveaux trouvés.",
        why="Pour savoir ce que vous savez faire et proposer la suite.",
        life="Gardé 36 mois après votre dernière visite.",
        who="L'équipe voit le détail si vous appuyez sur « Envoyer ».",
    )
    for name, icon in ICONS.items()
)
ASKED = present_own_data.RequestLine(what="Corriger quelque chose", at="20 novembre 2026")
LONG = "Nous avons relu vos réponses avec votre formatrice.\nElles sont justes dans Passerelle. " * 6
PAGE = present_own_data.OwnDataPage(
    kinds=KINDS,
    requests=(),
    asks=(
        (
            "restrict",
            "Mettre mes données en pause",
            "Passerelle garde vos données, sans les utiliser.",
        ),
        ("erase", "Effacer toutes mes données", "Tout ce que Passerelle garde sur vous disparaît."),
    ),
    ask_action="/l/x/my-data/ask",
    views_href="/l/x/who-looked",
    file_action="/l/x/my-data/file",
    centre="Centre de formation de Liège",
    trainer_name="Nadia Benali",
    back_href="/l/x/",
    frame=FRAME,
)
ROW = present_data_requests.RequestRow(
    name="Tatiana Verhoeven",
    platform="Moodle du centre",
    what="Mettre mes données en pause",
    href="/admin/requests/x",
    at="20 novembre 2026",
    due="20 décembre 2026",
)
LIST = present_data_requests.RequestsPage(
    rows=(), paused=(), resume_action="/admin/resume", home_href="/admin/", frame=ADMIN
)
ONE = present_data_requests.RequestPage(
    row=ROW,
    action="/admin/requests/x",
    erase_action="/admin/requests/x/erase",
    back_href="/admin/requests",
    frame=ADMIN,
)
Found = tuple[str, str, object]


def own_data() -> Iterator[Found]:
    """Name, template and values of each."""
    answered = replace(ASKED, answered="21 novembre 2026", answer=LONG)
    for name, page in {
        "in-use": PAGE,
        "asked": replace(PAGE, requests=(ASKED, answered), asks=PAGE.asks[1:], notice="asked"),
        "paused": replace(PAGE, since="20 novembre 2026", back_href="", trainer_name="", centre=""),
        "shared-computer": replace(PAGE, file_action="", notice="shared-computer"),
    }.items():
        yield f"own-data/{name}", "own_data/overview.html", page
    late = replace(ROW, is_late=True, name="Personne sans nom, k7Qz2B")
    paused = present_data_requests.PausedRow(
        person_id="x", name=ROW.name, platform=ROW.platform, since="20 novembre 2026"
    )
    yield "own-data/requests-none", "admin/requests.html", LIST
    yield (
        "own-data/requests",
        "admin/requests.html",
        replace(
            LIST,
            rows=(late, ROW, replace(ROW, answered="21 novembre 2026")),
            paused=(paused,),
            notice="answered",
        ),
    )
    for name, one in {
        "open": ONE,
        "resume": replace(ONE, pause="resume"),
        "no-words": replace(ONE, notice="fault-words"),
        "trains": replace(ONE, notice="fault-trains", given="D'accord."),
        "not-sure": replace(ONE, notice="fault-sure"),
        "answered": replace(ONE, row=replace(ROW, answered="21 novembre 2026"), given=LONG),
    }.items():
        yield f"own-data/request-{name}", "admin/request.html", one
    cohort = present_cohort.CohortPage(
        title="Mon point de départ",
        course="Premiers pas",
        areas=(),
        paused=("Tatiana Verhoeven", "Participant 12"),
    )
    yield "own-data/cohort", "cohort/cohort.html", cohort
