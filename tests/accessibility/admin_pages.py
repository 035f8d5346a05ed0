"""The administration's pages in all their states, for a centre with three platforms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from lti_tool.domain.administration import KEPT_MONTHS
from lti_tool.web import present, present_admin, present_charters
from lti_tool.web.present_admin import AskedLine, CheckLine

MOMENT = "20 nov. 2026 à 13 h 04"
FRAME = present.Frame(sign_out_action="/admin/end")
MEND = (
    "Dans Moodle : « Administration du site », « Plugins », « Outil externe », « Gérer les outils ». Sur la "
    "carte « Passerelle », appuyez sur « Activer ». Puis ouvrez l'activité dans un cours."
)
LINES = (
    CheckLine(label="Plateforme inscrite dans Passerelle", state="done", at=MOMENT),
    CheckLine(label="Outil activé dans la plateforme", state="open", mend=MEND),
    CheckLine(
        label="Première ouverture",
        state="trouble",
        mend="Un déploiement attend votre accord : voyez « Déploiements » sur la page de la plateforme.",
    ),
    CheckLine(
        label="Liste des participants lue",
        state="open",
        mend="La liste est lue après la première ouverture.",
    ),
    CheckLine(label="Envoi des notes", state="open", mend="Ouvrez d'abord l'activité dans un cours."),
)
DOUBT = CheckLine(
    label="Beaucoup de noms ont changé d'un coup",
    state="trouble",
    mend="C'est arrivé dans 2 cours. Si vous avez réinstallé la plateforme, ses numéros désignent d'autres "
    "personnes. Désactivez cette connexion, puis reliez la plateforme par une nouvelle invitation. Sinon, "
    "dans chaque cours, un formateur appuie sur « C'est normal ».",
)
DONE = tuple(replace(line, state="done", at=MOMENT, mend="") for line in LINES)
PLATFORM = present_admin.PlatformPage(
    name="Moodle du centre",
    address="https://moodle.example.be",
    client_id="kX3vQ9s2LmTz8ab",
    is_enabled=True,
    lines=LINES,
    deployments=("3",),
    asked=(),
    deploy_action="/admin/platforms/x/deployments",
    addresses_action="/admin/platforms/x/addresses",
    sessions_action="/admin/platforms/x/sessions",
    switch_href="/admin/platforms/x/switch",
    watch_href="/admin/platforms/x/checklist?watch=1",
    audit_href="/admin/audit?about=x",
    home_href="/admin/",
    frame=FRAME,
)


def admin() -> Iterator[tuple[str, str, object]]:
    """Every page of the administration."""
    yield "admin/enter", "admin/enter.html", present_admin.EnterPage(link="x", action="/admin/enter")
    yield "admin/left", "admin/left.html", present_admin.LeftPage()
    yield from _failed()
    yield from _centre()
    for name, page in _platforms().items():
        yield f"admin/platform-{name}", "admin/platform.html", page
    yield from _checklists()
    switch = present_admin.SwitchPage(
        name="Moodle du centre", is_enabled=True, action="/x", back_href="/x", frame=FRAME
    )
    yield "admin/switch-off", "admin/switch.html", switch
    yield "admin/switch-on", "admin/switch.html", replace(switch, is_enabled=False)
    yield from _charters()
    yield from _audit()


def _failed() -> Iterator[tuple[str, str, object]]:
    page = present_admin.FailedPage(
        happened="Cette adresse d'entrée n'est plus valable.",
        kept="Elle sert une seule fois, pendant 15 minutes.",
        next_step="Demandez une adresse d'entrée à la personne qui gère le serveur.",
        code="e-notfound",
        reason="no-such-link",
        reference="PSR-7F3K-2Q",
    )
    yield "admin/failed-link", "admin/failed.html", page
    yield "admin/failed", "admin/failed.html", replace(page, home_href="/admin/", reason="no-such-platform")


def _centre() -> Iterator[tuple[str, str, object]]:
    empty = present_admin.CentrePage(
        centre="Centre de formation de Liège",
        platforms=(),
        action="/admin/invite",
        audit_href="/admin/audit",
        assistants_action="/admin/assistants",
        rooms_action="/admin/video",
        rule_action="/admin/grade-rule",
        accent_action="/admin/accent",
        logo_action="/admin/logo",
        sharing_action="/admin/sharing",
        months_action="/admin/months",
        months_offered=KEPT_MONTHS,
        name_action="/admin/name",
        given_name="Centre de formation de Liège",
        frame=FRAME,
    )
    row = present_admin.PlatformRow(name="Moodle du centre", address="moodle.example.be", href="/x")
    busy = replace(row, last_launch=MOMENT, last_grade=MOMENT, is_complete=True)
    rows = (busy, replace(row, name="Canvas", waiting=12, refused=2), replace(busy, is_enabled=False))
    yield "admin/centre-empty", "admin/centre.html", empty
    yield "admin/centre", "admin/centre.html", replace(empty, platforms=rows)
    # Any picture will do.
    logo = present.LogoShown(href="/lti/pictures/diagnostic.svg", name=empty.centre, width=133, height=40)
    shown = replace(empty, logo=logo, logo_remove_action="/x", logo_fault="picture-too-pale")
    yield "admin/centre-logo", "admin/centre.html", shown
    progress = replace(empty, assistants_see="progress", is_saved=True)
    yield "admin/centre-saved", "admin/centre.html", progress
    yield "admin/centre-odd", "admin/centre.html", replace(empty, is_odd=True, given="")
    unnamed = replace(empty, centre="Centre", is_named=False, given_name="", is_odd_name=True)
    yield "admin/centre-unnamed", "admin/centre.html", unnamed
    invited = present_admin.InvitedPage(
        name="Moodle du centre",
        address="https://passerelle.example.be/lti/register?invite=" + "x" * 43,
        manual_href="/lti/manual?invite=x",
        home_href="/admin/",
        frame=FRAME,
    )
    yield "admin/invited", "admin/invited.html", invited


def _platforms() -> dict[str, present_admin.PlatformPage]:
    asked = (AskedLine(deployment_id="7", is_signed=True), AskedLine(deployment_id="x" * 90, is_signed=False))
    return {
        "fresh": replace(PLATFORM, deployments=()),
        "asked": replace(PLATFORM, asked=asked, notice="saved"),
        "working": replace(PLATFORM, lines=DONE, try_action="/x", waiting=3, refused=1, notice="tried"),
        "other-names": replace(PLATFORM, lines=(DOUBT, *DONE)),
        "off": replace(PLATFORM, is_enabled=False, notice="disabled"),
        "on": replace(PLATFORM, notice="enabled"),
        "approved": replace(PLATFORM, notice="approved"),
        "ended": replace(PLATFORM, notice="ended"),
        "odd": replace(
            PLATFORM,
            parents="http://portail.example.be",
            hosts="*.example.be",
            is_odd_parents=True,
            is_odd_hosts=True,
            is_odd_deployment=True,
        ),
    }


def _checklists() -> Iterator[tuple[str, str, object]]:
    page = present_admin.ChecklistPage(
        name="Moodle du centre",
        lines=LINES,
        seconds=10,
        is_watched=False,
        is_complete=False,
        watch_href="/x?watch=1",
        stop_href="/x",
        back_href="/admin/platforms/x",
        frame=FRAME,
    )
    yield "admin/checklist", "admin/checklist.html", page
    yield "admin/checklist-watched", "admin/checklist.html", replace(page, is_watched=True)
    yield "admin/checklist-done", "admin/checklist.html", replace(page, lines=DONE, is_complete=True)


def _charters() -> Iterator[tuple[str, str, object]]:
    line = present_charters.CharterLine(module="La charte d'utilisation", step="La charte", href="/x")
    page = present_charters.ChartersPage(
        centre="Centre", lines=(line, replace(line, version=3)), back_href="/x", frame=FRAME
    )
    yield "admin/charters", "admin/charters.html", page
    yield "admin/charters-none", "admin/charters.html", replace(page, lines=())
    text = present_charters.CharterPage(
        module="La charte d'utilisation",
        step="La charte",
        words="## Le respect\n\n- J'écoute chacun.",
        edition=0,
        at_most=6000,
        action="/x",
        back_href="/x",
        frame=FRAME,
    )
    read = Markup("<h2>Le respect</h2>\n<ul>\n<li>J'écoute chacun.</li>\n</ul>")
    yield "admin/charter", "admin/charter.html", text
    yield "admin/charter-own", "admin/charter.html", replace(text, give_back_action="/x", is_saved=True)
    yield "admin/charter-seen", "admin/charter.html", replace(text, seen=read, odd_lines=(3, 5))
    yield "admin/charter-late", "admin/charter.html", replace(text, standing=read, give_back_action="/x")
    yield "admin/charter-empty", "admin/charter.html", replace(text, words="", fault="empty")
    yield "admin/charter-long", "admin/charter.html", replace(text, fault="long", length=6001)


def _audit() -> Iterator[tuple[str, str, object]]:
    line = present_admin.AuditLine(
        at=MOMENT,
        who="Administration, session kX3vQ9",
        what="Déploiement approuvé",
        about="Moodle du centre",
        detail="7",
    )
    page = present_admin.AuditPage(
        centre="Centre de formation de Liège", lines=(), at_most=100, back_href="/admin/", frame=FRAME
    )
    entry = replace(line, who="Le serveur (ligne de commande)", about="", detail="")
    yield "admin/audit-empty", "admin/audit.html", page
    yield "admin/audit", "admin/audit.html", replace(page, lines=(line, entry))
    yield "admin/audit-platform", "admin/audit.html", replace(page, lines=(line,), platform="Moodle")
