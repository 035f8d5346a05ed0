"""A course as a whole: its way with reasons, with nobody told, too small to count; its settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_course, present_sitting, present_tools
from lti_tool.web.qr import qr_svg

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    tabs=(
        present.Tab(name="Le groupe", href="/l/x/cohort", is_current=True),
        present.Tab(name="À faire", href="/l/x/actions"),
    ),
)
HIDDEN = "moins de 5"
REASONS = ("Prêter un appareil : 10", "J'ai peur de ne pas y arriver : 5")
NAMES = (
    "Dans la liste du cours",
    "Est venu une première fois",
    "Point de départ envoyé au formateur",
    "Mise en route : un module commencé",
    "Diagnostic de fin fini",
)
STOPS = present_course.StopsPage(
    course="Premiers pas, groupe du mardi",
    steps=tuple(present_course.StepLine(name=name, reached=HIDDEN, stopped=HIDDEN) for name in NAMES),
    people="10",
    stopped=HIDDEN,
    quiet_days=14,
    names_href="/l/x/cohort?quiet=1",
    settings_href="/l/x/course-settings",
    back_href="/l/x/cohort",
    printed_on="21 novembre 2026",
    frame=FRAME,
)
SETTINGS = present_course.SettingsPage(
    course="Premiers pas, groupe du mardi",
    days="14",
    phone="",
    least=3,
    most=90,
    phone_length=24,
    action="/l/x/course-settings",
    back_href="/l/x/cohort",
    frame=FRAME,
)
ADDRESS = "https://campus.example/mod/lti/view.php?l=12"
LEAFLET = present_sitting.LeafletPage(
    course="Premiers pas, groupe du mardi",
    given={"place": "EPN de Namur", "day": "2026-12-01", "time": "14:00", "bring": "Vos lunettes"},
    place="Espace public numérique de Namur, rue de la Bibliothèque 12, 5000 Namur",
    day="mardi 1er décembre 2026",
    time="14 h 00",
    bring="Vos lunettes. Votre téléphone et son chargeur, si vous en avez un.",
    phone="081 22 33 44",
    phone_href="tel:081223344",
    trainer_name="Nadia Benali",
    qr=present_sitting.Qr(drawing=qr_svg(ADDRESS), address=ADDRESS),
    action="/l/x/sitting/leaflet",
    settings_href="/l/x/course-settings",
    back_href="/l/x/sitting",
    frame=FRAME,
)
TOOLS = present_tools.ToolsPage(
    title="Mes premiers gestes",
    course="Premiers pas, groupe du mardi",
    tools=(
        present_tools.ToolChoice(
            value="pointer", text="La souris ou l'écran tactile", icon="pointer", is_chosen=True
        ),
        present_tools.ToolChoice(value="mail", text="Le courriel", icon="mail"),
    ),
    most=5,
    people=(
        present_tools.ToolLine(
            name="Émile Lambotte",
            state="sent",
            light="to-show",
            to_show=("trouver le bouton pour répondre à un courriel", "cocher une case dans une liste"),
            with_help=("descendre dans une liste jusqu'à la fin",),
            record_href="/l/x/cohort/1",
        ),
        present_tools.ToolLine(
            name="Tatiana Verhoeven",
            state="sent",
            light="little-help",
            with_help=("écrire un prénom dans une case",),
            record_href="/l/x/cohort/2",
        ),
        present_tools.ToolLine(
            name="Joël Mukendi", state="sent", light="at-ease", record_href="/l/x/cohort/3"
        ),
        present_tools.ToolLine(name="Malcolm Dethier", state="finished", together_href="/l/x/together/4"),
        present_tools.ToolLine(name="Mélanie Servais", together_href="/l/x/together/5"),
    ),
    action="/l/x/sitting/tools",
    refresh_href="/l/x/sitting/tools",
    back_href="/l/x/sitting",
    frame=FRAME,
)


def course() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of every state."""
    stops, settings = "cohort/stops.html", "cohort/settings.html"
    line = replace(STOPS.steps[2], reached="25", stopped="10", reasons=REASONS, has_more=True)
    told = (*STOPS.steps[:2], line, *STOPS.steps[3:])
    yield "course/stops", stops, replace(STOPS, steps=told, stopped="10", reasons=REASONS, has_more=True)
    yield "course/nobody-stopped", stops, STOPS
    yield "course/small", stops, replace(STOPS, is_small=True, people=HIDDEN)
    yield "course/settings", settings, SETTINGS
    yield "course/kept", settings, replace(SETTINGS, phone="081 22 33 44", is_kept=True)
    faults = frozenset({"days", "phone"})
    yield "course/odd", settings, replace(SETTINGS, days="0", phone="Nadia", faults=faults)
    read = replace(SETTINGS, action="", phone="081 22 33 44", phone_href="tel:081223344")
    yield "course/read", settings, read
    sheet = "sitting/leaflet.html"
    yield "course/leaflet", sheet, LEAFLET
    yield (
        "course/blank-leaflet",
        sheet,
        replace(LEAFLET, given={}, place="", day="", time="", bring="", phone="", qr=None, trainer_name=""),
    )
    wrong: dict[str, present_sitting.LeafletFault] = {
        "place": "too-long",
        "day": "odd-day",
        "time": "odd-time",
        "bring": "too-long",
    }
    yield "course/odd-leaflet", sheet, replace(LEAFLET, faults=wrong)
    tools = "sitting/tools.html"
    yield "course/tools", tools, TOOLS
    yield "course/tools-kept", tools, replace(TOOLS, is_kept=True, people=())
    yield "course/too-many-tools", tools, replace(TOOLS, has_too_many=True)
    yield "course/tools-read", tools, replace(TOOLS, action="", chosen=("Le courriel",))
    yield "course/no-tools", tools, replace(TOOLS, is_here=False, activity="Mes premiers gestes")
    yield "course/nowhere", settings, replace(SETTINGS, action="", has_course=False)
