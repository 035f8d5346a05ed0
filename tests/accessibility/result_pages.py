"""Results and the sheet of the end, in all their states, with invented people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from lti_tool.web import present, present_result, present_sheet
from lti_tool.web.present_checks import ObstacleLines
from lti_tool.web.showing import AREA_ICONS

FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
NAMES = (
    *("Chercher et ranger des informations", "Communiquer avec les autres"),
    *("Créer et modifier des documents", "Se protéger", "Se débrouiller"),
)
WHY = tuple(
    present_result.Why(
        name=name,
        alone=("remplir une demande en ligne avec une date et une liste",),
        with_help=("retrouver une ancienne version d'un document partagé",) * (number % 2),
    )
    for number, name in enumerate(NAMES)
)
CONDITIONS = (
    present_result.Condition(id="device", state="ready"),
    present_result.Condition(id="connection", state="to-prepare"),
    present_result.Condition(id="place", state="unknown"),
    present_result.Condition(id="video", state="ready"),
)
READINGS = tuple(
    present_result.Reading(id=str(number), name=name, eight=eight, four=four, six=six)
    for number, (name, eight, four, six) in enumerate(
        zip(
            NAMES,
            (0, 1, 2, 3, 4),
            ("below", "basic", "basic", "intermediate", "intermediate"),
            ("", "A1", "A2", "B1", "B2"),
            strict=True,
        ),
        1,
    )
)
DETAILS = present_result.Details(
    why=WHY,
    competences=(
        present_result.Range(name="Que faire quand ça ne marche pas ?", low=1, high=2),
        present_result.Range(name="Éviter les pièges et protéger ses données", low=2, high=2),
    ),
    conditions=CONDITIONS,
    readings=READINGS,
)
COMPARISON = present_result.Comparison(
    roads=tuple(
        present_result.Road(
            name=name,
            before=present_result.Range(name=name, low=0, high=1),
            now=present_result.Range(name=name, low=2, high=2),
            change="clear" if name == "Se protéger" else "unclear",
        )
        for name in NAMES
    ),
    since="20 novembre 2026",
    until="18 mars 2027",
    overall="probable",
)


def result() -> Iterator[tuple[str, str, object]]:
    """What a learner reads: rich, little, compared, of one area."""
    plain = _rich_result()
    compared = tuple(replace(area, change="probable") for area in plain.areas)
    states: dict[str, Callable[[], present_result.ResultPage]] = {
        "rich": lambda: plain,
        "sent": lambda: replace(plain, sent_at="20 nov. 2026 à 13 h 04"),
        "sent-twice": lambda: replace(plain, sent_at="20 nov. 2026 à 13 h 04", was_already_sent=True),
        "shared-at-once": lambda: replace(plain, is_shared_at_once=True, print_href="/l/x/sheet"),
        "compared": lambda: replace(
            plain, areas=compared, details=replace(DETAILS, since="20 novembre 2026", overall="clear")
        ),
        "one-area": lambda: replace(plain, areas=plain.areas[3:4], is_one_level=True, sheet_href=""),
        "little": lambda: replace(
            plain,
            can_do=("ouvrir une activité et passer d'une page à l'autre",),
            areas=tuple(replace(area, level=0) for area in plain.areas),
            details=present_result.Details(),
            next_step="",
            used_help=False,
            access=(),
        ),
    }
    for name, make in states.items():
        yield f"result/{name}", "learner/result.html", make()


def sheet() -> Iterator[tuple[str, str, object]]:
    """The sheet of the end: full, and before the end."""
    gained = present_sheet.Gained(
        text="accepter ou refuser les changements proposés dans un document partagé",
        is_alone=True,
        outcomes=("LO2.4.04", "LO2.4.11"),
    )
    full = present_sheet.SheetPage(
        name="Tatiana Verhoeven",
        course="Premiers pas numériques",
        day="18 mars 2027",
        comparison=COMPARISON,
        change="progress",
        strengths=(gained, gained, replace(gained, is_alone=False)),
        to_improve=("Apprendre à calmer une discussion de groupe avec respect.",) * 3,
        gained=(gained, gained, replace(gained, is_alone=False), gained, gained),
        more_gained=10,
        obstacles=ObstacleLines(
            lifted=("J'ai peur de ne pas y arriver",), remaining=("Je n'ai pas le temps",), fresh=()
        ),
        next_step="Apprendre à calmer une discussion de groupe avec respect.",
        trainer_name="Nadia Benali",
        back_href="/l/x/",
        frame=FRAME,
    )
    early = replace(
        full, comparison=_only_before(), change="", to_improve=(), gained=(), more_gained=0, obstacles=None
    )
    yield "result/sheet", "sheet/sheet.html", full
    yield "result/sheet-early", "sheet/sheet.html", replace(early, name="", trainer_name="", next_step="")


def _only_before() -> present_result.Comparison:
    roads = tuple(replace(road, now=None, change="") for road in COMPARISON.roads)
    return replace(COMPARISON, roads=roads, until="", overall="")


def _rich_result() -> present_result.ResultPage:
    levels = (1, 4, 3, 0, None)
    return present_result.ResultPage(
        can_do=tuple(f"remplir une demande en ligne, {number} fois" for number in range(1, 7)),
        areas=tuple(
            present_result.AreaLevel(number=number, name=name, icon=icon, level=level, certainty="probable")
            for number, (name, icon, level) in enumerate(
                zip(NAMES, AREA_ICONS.values(), levels, strict=True), 1
            )
        ),
        details=DETAILS,
        next_step="Apprendre à retrouver une ancienne version d'un document partagé.",
        used_help=True,
        trainer_name="Nadia Benali",
        person_name="Tatiana Verhoeven",
        day="20 novembre 2026",
        access=(
            present.AccessAnswer(
                question="Avez-vous un ordinateur ?", answer="Non", href="/l/x/access/device"
            ),
            present.AccessAnswer(question="Avez-vous internet ?", answer="", href="/l/x/access/connection"),
        ),
        sheet_href="/l/x/sheet",
        action="/l/x/result",
        frame=FRAME,
    )
