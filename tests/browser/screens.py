"""Every screen of the trainer's workspace: where it is, what it is called, and how many rows it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.web.busying import loan_id

ON_A_PAGE = 50
LENT_TO = 3
"""The number of somebody of the crowd to whom a device is lent."""
Rows = Callable[[int], int]
TABLE = "table.cohort > tbody > tr:not(.gathering__blank)"
LINE = "section li.todo"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One address of a course below the launch.

    ``page`` is its ``data-page``, ``heading`` what its only ``h1`` says. ``found`` tells how many rows the
    selector ``row`` finds for so many people, when all of them finished and sent, ``None`` where there is no
    list; a kind of things to do that has none shows those of all kinds. What ``is_nameless`` is never to
    name anybody.
    """

    path: str
    page: str
    heading: str
    row: str = ""
    found: Rows | None = None
    is_nameless: bool = False


def everybody(size: int) -> int:
    """Everybody, as far as one page holds them."""
    return min(size, ON_A_PAGE)


def every(nth: int) -> Rows:
    """Every ``nth`` person, as far as one page holds them."""
    return lambda size: min(size // nth, ON_A_PAGE)


LISTS = (
    Screen(path="cohort", page="cohort", heading="Mon point de départ numérique", row=TABLE, found=everybody),
    Screen(path="actions", page="actions", heading="À faire cette semaine", row=LINE),
    Screen(
        path="actions?kind=call", page="actions", heading="À faire cette semaine", row=LINE, found=every(4)
    ),
    Screen(
        path="actions?kind=loan", page="actions", heading="À faire cette semaine", row=LINE, found=every(3)
    ),
    Screen(
        path="actions?kind=late", page="actions", heading="À faire cette semaine", row=LINE, found=every(13)
    ),
    Screen(
        path="actions?state=settled",
        page="actions",
        heading="À faire cette semaine",
        row=LINE,
        found=every(5),
    ),
    Screen(path="actions/distance", page="distance", heading="Pas encore prêt pour la distance", row=TABLE),
    Screen(
        path="actions/gathering",
        page="gathering",
        heading="Feuille de la première séance",
        row=TABLE,
        found=everybody,
    ),
    Screen(path="sitting", page="sitting", heading="En séance : qui est où", row=TABLE, found=everybody),
    Screen(path="ledger", page="ledger", heading="Les notes", row=TABLE, found=everybody),
    Screen(
        path="ledger?state=refused",
        page="ledger",
        heading="Les notes",
        row=TABLE,
        found=lambda size: min((size + 7) // 10, ON_A_PAGE),
    ),
    Screen(path="documents", page="documents", heading="Documents", row="ul.papers > li", found=everybody),
    Screen(path="documents/talks", page="talk", heading="Feuille"),
    Screen(path="helping", page="helping", heading="Noter une aide", is_nameless=True),
    Screen(path="cohort?quiet=1", page="cohort", heading="Mon point de départ numérique", row=TABLE),
    Screen(path="stops", page="stops", heading="Où en est le groupe", is_nameless=True),
    Screen(path="course-settings", page="course-settings", heading="Les réglages du cours", is_nameless=True),
    Screen(path="actions?kind=no-visit", page="actions", heading="À faire cette semaine", row=LINE),
    Screen(path="sitting/tools", page="tools", heading="Les outils du jour"),
    Screen(path="sitting/leaflet", page="leaflet", heading="Une invitation à imprimer", is_nameless=True),
    Screen(path="practice", page="practice", heading="Le bilan de notre pratique", is_nameless=True),
    Screen(path="practice/form", page="practice-form", heading="Faire le bilan", is_nameless=True),
    Screen(path="exports", page="exports", heading="Exporter", is_nameless=True),
    Screen(path="exports/columns", page="exports", heading="Les colonnes des fichiers", is_nameless=True),
    Screen(path="exports/centre", page="figures", heading="Les chiffres", is_nameless=True),
    Screen(path="sitting/wall", page="wall", heading="Pour entrer", is_nameless=True),
    Screen(path="resources", page="resources", heading="Les adresses utiles", is_nameless=True),
    Screen(path="paper", page="paper", heading="Mon point de départ numérique", is_nameless=True),
    Screen(path="paper/answers", page="paper", heading="Les bonnes réponses", is_nameless=True),
)
"""Those that are there with nobody in the course, too."""


def of_person(number: int, name: str) -> Iterator[Screen]:
    """Those about one person of the crowd."""
    record = f"cohort/p-{number}"
    yield Screen(path=record, page="learner", heading=name)
    yield Screen(path=f"{record}/actions", page="person-actions", heading=f"À faire pour {name}")
    yield Screen(path=f"{record}/loans/new", page="loan", heading=f"Un prêt pour {name}")
    yield Screen(path=f"{record}/sheet", page="sheet", heading="Feuille de fin de formation")
    yield Screen(path=f"{record}/outside", page="outside", heading="Résultats d'ailleurs")
    yield Screen(path=f"{record}/observed/1", page="record-form", heading="")
    yield Screen(path=f"{record}/notes", page="record-form", heading="")
    yield Screen(path=f"{record}/paper", page="paper", heading=f"Recopier la feuille : {name}")
    yield Screen(path=f"documents/p-{number}/talk", page="talk", heading="Feuille d'entretien")
    yield Screen(path=f"documents/p-{number}/attestation", page="attestation", heading="")
    yield Screen(path=f"documents/p-{number}/basics", page="eligibility", heading="Ce qui n'est pas encore")
    if number == LENT_TO:
        loan = f"{record}/loans/{loan_id(number)}"
        yield Screen(path=loan, page="loan", heading=f"Un prêt pour {name}")
        yield Screen(path=f"{loan}/slip", page="slip", heading="Feuille de prêt")
