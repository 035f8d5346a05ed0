"""Documents: the list, talk sheets, the attestation before and after its issue, the check of a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_documents, present_eligibility, present_papers, present_result
from lti_tool.web.present_cohort import Pages
from lti_tool.web.qr import qr_svg

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    tabs=(
        present.Tab(name="Le groupe", href="/l/x/cohort", is_current=False),
        present.Tab(name="Documents", href="/l/x/documents", is_current=True),
    ),
)
PERSON = present_papers.PersonDocuments(
    name="Tatiana Verhoeven",
    sent="20 novembre 2026",
    talk_href="/l/x/documents/1/talk",
    sheet_href="/l/x/cohort/1/sheet",
    attestation_href="/l/x/documents/1/attestation",
    eligibility_href="/l/x/documents/1/basics",
)
CODE = "ABCD-EFGH-JKLM"
HREF = f"https://passerelle.example.org/check/{CODE}"
EVIDENCE = (
    "Je sais retrouver une ancienne version d'un document partagé.",
    "Je sais régler qui voit ma publication.",
    "Je sais joindre un fichier à un message, avec de l'aide.",
)
SHOWN = (
    "Je sais accepter ou refuser les changements proposés dans un document partagé.",
    "Je sais préciser une recherche avec des filtres et comparer les résultats, avec de l'aide.",
    "Je sais partager un dossier avec une seule personne, pour un temps limité.",
)
"""As long as sentences of the bank become."""
NAMES = (
    "Chercher et ranger des informations",
    "Parler et travailler avec d'autres",
    "Créer et changer des contenus",
    "Se protéger et protéger ses appareils",
    "Résoudre un souci",
)
Found = tuple[str, str, object]


def documents() -> Iterator[Found]:
    """Name, template and values of each."""
    yield from _lists()
    yield from _talks()
    yield from _attestations()
    yield from _eligibility()
    known = present_documents.CheckPage(
        state="authentic", centre="Centre Senne", issued="20 novembre 2026", fingerprint="1A2B3C4D"
    )
    pages = {
        "authentic": known,
        "withdrawn": replace(known, state="withdrawn", withdrawn="2 décembre 2026"),
        "unknown": present_documents.CheckPage(state="unknown"),
    }
    for name, page in pages.items():
        yield f"documents/check-{name}", "documents/check.html", page


def _lists() -> Iterator[Found]:
    nobody = present_documents.DocumentsPage(
        people=(), title="Mon point de départ", course="Premiers pas", frame=FRAME
    )
    some = replace(
        nobody, people=(PERSON, replace(PERSON, issued="21 novembre 2026")), talks_href="/l/x/documents/talks"
    )
    pages = Pages(text="Page 1 sur 2", previous_href="", next_href="/l/x/documents?page=2")
    yield "documents/nobody", "documents/overview.html", nobody
    yield "documents/some", "documents/overview.html", some
    yield "documents/many", "documents/overview.html", replace(some, pages=pages)


def _talks() -> Iterator[Found]:
    sheet = present_documents.TalkSheet(
        name="Tatiana Verhoeven",
        day="20 novembre 2026",
        can_do=tuple(text.replace("Je sais", "Vous savez") for text in EVIDENCE) * 2,
        next_steps=("Apprendre à calmer une discussion de groupe avec respect.",),
        questions=(
            "Vous savez joindre un fichier à un message. Quand faites-vous cela dans votre vie ?",
            "Le prochain petit pas : calmer une discussion. Cela vous serait utile pour quoi ?",
            "De quoi avez-vous besoin pour y arriver : du temps, un appareil, quelqu'un ?",
        ),
    )
    one = present_documents.TalkPage(
        sheets=(sheet,), course="Premiers pas", back_href="/l/x/documents", frame=FRAME
    )
    yield "documents/talk", "documents/talk.html", one
    yield (
        "documents/talks",
        "documents/talk.html",
        replace(one, sheets=(sheet, replace(sheet, next_steps=()))),
    )
    yield "documents/talks-none", "documents/talk.html", replace(one, sheets=())


def _eligibility() -> Iterator[Found]:
    lines = (
        present_eligibility.BasicLine(name="Chercher une information", state="mastered", certainty="sure"),
        present_eligibility.BasicLine(name="Ranger ses fichiers", state="not-yet", certainty="to-confirm"),
        present_eligibility.BasicLine(name="Savoir si une information est vraie", state="not-measured"),
    )
    page = present_eligibility.EligibilityPage(
        name="Tatiana Verhoeven",
        course="Premiers pas",
        centre="Centre Senne",
        day="20 novembre 2026",
        counted=(
            "9 compétences sur 14 ne sont pas encore acquises : 64 %.",
            "La mesure a sa marge : entre 6 et 11 compétences.",
        ),
        areas=tuple(present_eligibility.BasicArea(name=name, lines=lines) for name in NAMES),
        back_href="/l/x/documents",
        frame=FRAME,
    )
    yield "documents/eligibility", "documents/eligibility.html", page
    unnamed = replace(page, name="", centre="", course="")
    yield "documents/eligibility-unnamed", "documents/eligibility.html", unnamed


def _attestations() -> Iterator[Found]:
    areas = tuple(
        present_documents.AttestedArea(
            id=str(number),
            name=name,
            official=present_result.Official(
                v2_2="Digital content creation", v3_0="Content creation", language="en"
            ),
            level=number - 1,
            four="below" if number == 1 else "basic",
            six="" if number == 1 else "A2",
            range="entre 1 et 3",
            evidence=SHOWN if number > 1 else SHOWN[:1],
        )
        for number, name in enumerate(NAMES, 1)
    )
    sheet = present_documents.AttestationSheet(
        name="Tatiana Verhoeven",
        centre="Centre Senne",
        course="Premiers pas",
        taken="20 novembre 2026",
        mode="positionnement complet",
        tasks="20 exercices, dont 3 avec de l'aide.",
        areas=areas,
        gestures=(
            "Je sais descendre dans une liste jusqu'à la fin.",
            "Je sais choisir la bonne appli sur un téléphone.",
            "Je sais cliquer.",
        ),
    )
    issued = replace(
        sheet, issued="21 novembre 2026", fingerprint="1A2B3C4D", code=CODE, check_href=HREF, qr=qr_svg(HREF)
    )
    yield from _attestation_states(sheet, issued)


def _attestation_states(
    sheet: present_documents.AttestationSheet, issued: present_documents.AttestationSheet
) -> Iterator[Found]:
    draft = present_documents.AttestationPage(
        sheet=sheet, issue_action="/l/x/documents/1/attestation", back_href="/l/x/documents", frame=FRAME
    )
    unnamed = replace(draft, sheet=replace(sheet, centre="", is_on_paper=True), issue_action="")
    yield "documents/attestation-unnamed", "documents/attestation.html", unnamed
    yield "documents/attestation-unnamed-own", "documents/attestation.html", replace(unnamed, is_own=True)
    full = replace(
        draft,
        sheet=issued,
        notice="issued",
        issue_action="",
        withdraw_action="/l/x/documents/1/attestation/withdraw",
        may_print=True,
        pdf_href="/l/x/documents/1/attestation.pdf",
        badge_action="/l/x/documents/1/badge",
        badges=tuple(
            present_documents.BadgeOffer(area=str(number), name=name) for number, name in enumerate(NAMES, 1)
        ),
    )
    pages = {
        "draft": draft,
        "issued": full,
        "no-pdf": replace(full, notice="no-pdf"),
        "hidden-name": replace(full, sheet=replace(issued, name="", code="", check_href="", qr="")),
        "withdrawn": replace(draft, is_withdrawn=True, notice="withdrawn"),
        "own": replace(full, is_own=True, withdraw_action="", notice=""),
        "own-withdrawn": replace(draft, is_own=True, is_withdrawn=True, issue_action=""),
    }
    for name, page in pages.items():
        yield f"documents/attestation-{name}", "documents/attestation.html", page
