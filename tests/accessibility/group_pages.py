"""The trainer's pages in all their states, with invented people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import (
    present,
    present_choice,
    present_cohort,
    present_result,
)
from tests.accessibility import filter_pages, record_pages, result_pages

MOMENT = "20 nov. 2026 à 13 h 04"
FRAME = present.Frame(sign_out_action="/l/x/end", course_href="https://campus.example/course/2")
AREAS = tuple(
    present_cohort.AreaName(number=number, name=name, short=short)
    for number, (name, short) in enumerate(
        (
            ("Chercher et ranger des informations", "Chercher"),
            ("Communiquer avec les autres", "Communiquer"),
            ("Créer et modifier des documents", "Créer"),
            ("Se protéger", "Se protéger"),
            ("Se débrouiller", "Se débrouiller"),
        ),
        1,
    )
)
SENT = present_cohort.GradeLine(state="sent", count=6, at=MOMENT)
WAITING = present_cohort.GradeLine(
    state="waiting", count=2, at=MOMENT, next_at=MOMENT, reason="la plateforme ne répond pas", code="busy 503"
)
REFUSED = present_cohort.GradeLine(
    state="refused",
    count=6,
    at=MOMENT,
    reason="la plateforme n'accepte pas de notes pour cette personne",
    remedy="Vérifiez que la personne est inscrite au cours comme étudiant.",
    code="not-enrolled 404",
)
OFFICIAL = present_result.Official(
    v2_2="Information and data literacy", v3_0="Information search, evaluation and management", language="en"
)
NONE = present_cohort.GradeLine(state="none")
NEEDS = ("prêt d'un ordinateur", "tarif social ou wifi public", "un premier essai de visio ensemble")
NOTHING: tuple[int | None, ...] = (None,) * 5


def cohort() -> Iterator[tuple[str, str, object]]:
    """The group: empty, filled, with refusals, without grades."""
    empty = present_cohort.CohortPage(
        title="Mon point de départ numérique",
        course="Premiers pas numériques",
        areas=AREAS,
        updated_at=MOMENT,
        choose_href="/l/x/activity",
        frame=FRAME,
    )
    filled = replace(empty, people=tuple(_people()))
    states = {
        "empty": empty,
        "filled": filled,
        "retried": replace(filled, notice="retried"),
        "chosen": replace(empty, notice="activity-chosen"),
        "no-grades": replace(filled, accepts_grades=False),
        "no-record": replace(filled, notice="no-record"),
        "no-course": replace(empty, course="", has_course=False),
        "copy": replace(filled, is_copy=True, trial_href="/trial/diagnostic/"),
        **_rosters(filled),
        **_long(filled),
        **filter_pages.filtered(filled),
    }
    for name, page in states.items():
        yield f"cohort/{name}", "cohort/cohort.html", page
    yield from _choose()


def _rosters(filled: present_cohort.CohortPage) -> dict[str, present_cohort.CohortPage]:
    """The list of the course: fresh, in trouble, suddenly short; with groups and with people who left."""
    fresh = present_cohort.RosterNote(
        lines=("Liste du cours mise à jour il y a 5 minutes.",), refresh_action="/l/x/roster"
    )
    trouble = replace(
        fresh,
        lines=(
            "La plateforme ne répond pas. La liste du cours n'est pas à jour.",
            "La liste affichée date du 20 nov. 2026 à 9 h 12. Personne n'en est retiré.",
            "Nouvel essai : 20 nov. 2026 à 13 h 10.",
        ),
        is_trouble=True,
        code="unreachable",
    )
    never = present_cohort.PersonRow(name="Participant 12", href="", progress="not-opened", levels=())
    groups = (
        present_cohort.GroupChoice(name="Tout le monde", href="/l/x/cohort"),
        present_cohort.GroupChoice(name="Groupe 7", href="/l/x/cohort?group=7", is_chosen=True),
        present_cohort.GroupChoice(name="Groupe 12", href="/l/x/cohort?group=12"),
    )
    people = (*filled.people, never, replace(never, name="Participant 13", groups=("Groupe 7",)))
    return {
        "roster": replace(
            filled, roster=fresh, people=people, groups=groups, leavers=filled.people[3:5], left=2
        ),
        "roster-trouble": replace(filled, roster=trouble, notice="roster-soon"),
        "roster-short": replace(
            filled, roster=replace(fresh, missing=12, agree_action="/l/x/roster/agree"), people=people
        ),
    }


def _long(filled: present_cohort.CohortPage) -> dict[str, present_cohort.CohortPage]:
    """More people than one page holds; what an assistant may see; names that became others at once."""
    pages = present_cohort.Pages(
        text="Page 2 sur 100", previous_href="/l/x/cohort", next_href="/l/x/cohort?page=3"
    )
    names = present_cohort.NamesNote(
        text="Beaucoup de noms ont changé d'un coup : 12 sur 15. Si la plateforme a été réinstallée, les "
        "résultats affichés sont peut-être ceux d'autres personnes. Prévenez l'administrateur.",
        seen_at="2026-11-20T12:04:00+00:00",
        accept_action="/l/x/roster/names",
    )
    left = replace(filled, leavers=filled.people[3:5], left=60, left_pages=pages, is_left_open=True)
    bare = tuple(
        replace(
            row, progress="finished", href="", levels=(), helped=None, needs=(), grades=(), retry_action=""
        )
        for row in filled.people
    )
    return {
        "pages": replace(left, pages=pages),
        "progress": replace(filled, people=bare, shows_results=False, pages=pages),
        "other-names": replace(filled, names=names),
        "other-names-assistant": replace(filled, names=replace(names, accept_action="")),
    }


def _people() -> Iterator[present_cohort.PersonRow]:
    plain = present_cohort.PersonRow(
        name="Émile Lambotte", href="/l/x/cohort/1", progress="not-started", levels=NOTHING
    )
    yield plain
    yield replace(plain, name="Joël Mukendi", progress="started", step=3, at=MOMENT)
    yield replace(plain, name="Malcolm Dethier", progress="declined", at=MOMENT, grades=(NONE,))
    done = replace(plain, at=MOMENT, levels=(0, 1, 2, 3, 4))
    yield replace(done, name="Mélanie Servais", progress="finished", grades=(SENT,))
    shared = replace(done, progress="sent", helped=2, needs=NEEDS)
    yield replace(
        shared, name="Tatiana Verhoeven", grades=(SENT, WAITING), retry_action="/l/x/cohort/5/retry"
    )
    yield replace(
        shared, name="Zoé Wagner-Vandenberghe", grades=(REFUSED,), retry_action="/l/x/cohort/6/retry"
    )


def person() -> Iterator[tuple[str, str, object]]:
    """One person: before and after sending, with each state of the grades."""
    closed = present_cohort.PersonPage(
        name="Tatiana Verhoeven",
        title="Mon point de départ numérique",
        progress="started",
        at=MOMENT,
        back_href="/l/x/cohort",
        frame=FRAME,
    )
    shared = _shared(closed)
    refused = replace(shared, grades=(replace(REFUSED, count=1, label="L'activité entière"),))
    states = {
        "closed": closed,
        "shared": shared,
        "refused": replace(refused, retry_action="/l/x/cohort/5/retry", notice="retried"),
        "no-grades": replace(shared, grades=(), accepts_grades=False),
    }
    for name, page in states.items():
        yield f"person/{name}", "cohort/person.html", page


def _shared(closed: present_cohort.PersonPage) -> present_cohort.PersonPage:
    """The same person once the result was sent."""
    return replace(
        closed,
        progress="sent",
        is_shared=True,
        areas=tuple(
            present_cohort.LevelRange(
                id=str(area.number),
                name=area.name,
                level=level,
                low=0,
                high=level,
                certainty="sure" if level else "",
                official=OFFICIAL,
            )
            for area, level in zip(AREAS, (0, 1, 2, 3, None), strict=True)
        ),
        competences=(
            present_cohort.LevelRange(
                id="1.1",
                name="chercher sur internet",
                level=2,
                low=1,
                high=3,
                certainty="probable",
                official=OFFICIAL,
            ),
            present_cohort.LevelRange(id="1.2", name="vérifier une information"),
        ),
        can_do=("remplir une demande en ligne avec une date et une liste", "inventer un mot de passe"),
        helped=("écarter un message piège",),
        why=result_pages.WHY,
        conditions=result_pages.CONDITIONS,
        readings=result_pages.READINGS,
        added=record_pages.ADDED,
        arrival_days=41,
        is_late=True,
        access=(
            present.AccessAnswer(question="Avez-vous un ordinateur ?", answer="Non", action=NEEDS[0]),
            present.AccessAnswer(question="Avez-vous internet ?", answer="Oui"),
        ),
        grades=(
            replace(SENT, count=1, label="Se protéger"),
            replace(WAITING, count=1, label="Se débrouiller"),
        ),
    )


def _choose() -> Iterator[tuple[str, str, object]]:
    plain = present_choice.ChoosePage(
        choices=(
            present_choice.ActivityChoice(
                slug="diagnostic", title="Mon point de départ numérique", text="12 à 18 minutes.", icon="bulb"
            ),
            present_choice.ActivityChoice(
                slug="express", title="En cinq minutes", text="5 minutes.", icon="clock"
            ),
        ),
        course="Premiers pas numériques",
        action="/l/x/activity",
        frame=FRAME,
    )
    states = {
        "plain": plain,
        "missing": replace(plain, is_incomplete=True),
        "again": replace(plain, given="express", has_attempts=True),
    }
    for name, page in states.items():
        yield f"choose/{name}", "cohort/choose.html", page
