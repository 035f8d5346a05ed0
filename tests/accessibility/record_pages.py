"""What is added to one learner's record: read by the trainer and by the learner, and every form of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_cohort, present_record, present_result

FRAME = present.Frame(
    sign_out_action="/l/x/end", course_href="https://campus.example/course/2", stuck_action="/l/x/stuck"
)
NAME, TRAINER, DAY = "Tatiana Verhoeven", "Nadia Benali", "20 novembre 2026"
LONG = "Elle a aidé une voisine à remplir sa demande en ligne, sans regarder la feuille. " * 5
SEEN = present_record.ObservedLine(
    level=3,
    words="3. Tâches courantes et petits problèmes, sans aide",
    own_words="je sais sans aide",
    reason=LONG,
    day=DAY,
    by=TRAINER,
)
EARLIER = (
    replace(SEEN, level=2, ended="replaced", ended_at=DAY, ended_by=TRAINER),
    replace(SEEN, level=8, by="", ended="withdrawn", ended_at=DAY),
)
AREAS = (
    *("Chercher et ranger des informations", "Communiquer avec les autres"),
    *("Créer et modifier des documents", "Se protéger", "Se débrouiller"),
)
OBSERVED = {
    str(number): present_record.ObservedArea(
        name=name,
        standing=SEEN if number in (1, 2) else None,
        earlier=EARLIER if number in (2, 3) else (),
        href="/l/x/cohort/y/observed/1",
    )
    for number, name in enumerate(AREAS, 1)
}
OBJECTION = present_record.ObjectionLine(
    day=DAY, words="Je sais envoyer un courriel.\nJe l'ai fait hier.", href="/l/x/cohort/y/objections/z"
)
TALKED = replace(OBJECTION, href="", talked_on=DAY, reply="On refait un essai mardi.", by=TRAINER)
CORRECTION = present_record.CorrectionLine(
    question="Quel appareil utilisez-vous ?",
    before="Un ordinateur à moi",
    after="Un ordinateur partagé",
    reason="Il partage l'ordinateur de sa sœur.",
    day=DAY,
    by=TRAINER,
)
NOTE = present_record.NoteLine(
    text="Veut écrire à son fils.\nPrend le bus de 16 h.", day=DAY, by=TRAINER, href="/l/x/cohort/y/notes/z"
)
NOTES = (
    NOTE,
    replace(NOTE, is_changed=True, by=""),
    replace(NOTE, state="struck", ended_at=DAY, ended_by=TRAINER),
    replace(NOTE, text="", state="emptied", ended_at=DAY, ended_by=TRAINER, href=""),
)
RANGE = present_result.Range(name="x", low=1, high=2)
JOURNEY = present_record.JourneyTable(
    heads=(
        present_record.StageHead(stage="entry", day="2 septembre 2026"),
        present_record.StageHead(stage="midway", day="20 octobre 2026"),
        present_record.StageHead(stage="end", day=DAY, overall="clear"),
    ),
    rows=tuple(
        present_record.JourneyRow(
            name=name,
            cells=(
                present_record.StageCell(range=RANGE),
                present_record.StageCell(range=None if name == AREAS[0] else RANGE, change="probable"),
                present_record.StageCell(range=RANGE, change="unclear", observed=3),
            ),
        )
        for name in AREAS
    ),
)
ADDED = present_record.RecordAdditions(
    observed=OBSERVED,
    corrections=(
        CORRECTION,
        replace(CORRECTION, before="", by=""),
        replace(CORRECTION, after="", reason="", is_own=True),
    ),
    objections=(OBJECTION, TALKED, replace(TALKED, words="", reply="", by="")),
    notes=NOTES,
    journey=JOURNEY,
    access_changes=(
        present_record.AccessChange(question="Quel appareil ?", before="Aucun", now="Un ordinateur"),
        present_record.AccessChange(question="Avez-vous internet ?", before="Oui", now="Oui"),
    ),
    correct_hrefs={"Quel appareil ?": "/l/x/cohort/y/access/device"},
    note_href="/l/x/cohort/y/notes",
    next_step="Apprendre à joindre un fichier.",
    is_kept=True,
)
Found = tuple[str, str, object]


def record() -> Iterator[Found]:
    """Name, template and values of each."""
    person = present_cohort.PersonPage(
        name=NAME,
        title="Mon point de départ",
        progress="sent",
        at=DAY,
        is_shared=True,
        can_do=("répondre à un message",),
        helped=("joindre un fichier",),
        areas=tuple(
            present_cohort.LevelRange(id=str(number), name=name, level=1, low=1, high=2, certainty="sure")
            for number, name in enumerate(AREAS, 1)
        ),
        access=(present.AccessAnswer(question="Quel appareil ?", answer="Un ordinateur"),),
        added=ADDED,
        back_href="/l/x/cohort",
        frame=FRAME,
    )
    yield "record/full", "cohort/person.html", person
    read_only = present_record.RecordAdditions(
        observed={area: replace(one, href="") for area, one in OBSERVED.items()},
        objections=(replace(OBJECTION, href=""),),
        notes=tuple(replace(note, href="") for note in NOTES),
    )
    yield "record/assistant", "cohort/person.html", replace(person, added=read_only)
    said = present_record.RecordAdditions(objections=(OBJECTION,))
    yield (
        "record/not-sent",
        "cohort/person.html",
        replace(person, is_shared=False, progress="finished", access=(), can_do=(), added=said),
    )
    yield from _forms()
    yield from _learner()


def _forms() -> Iterator[Found]:
    form = present_record.RecordFormPage(
        kind="observe",
        name=NAME,
        subject=AREAS[1],
        action="/x",
        back_href="/y",
        submission="submission-1",
        today="2026-11-20",
        choices=tuple(present.AccessChoice(id=str(level), text=f"{level}. Tâches") for level in range(9)),
        measured=RANGE,
        frame=FRAME,
    )
    correct = replace(
        form,
        kind="correct",
        subject="Quel appareil ?",
        choices=(
            present.AccessChoice(id="own", text="Un ordinateur à moi", icon="computer"),
            present.AccessChoice(id="none", text="Aucun"),
        ),
        given={"choice": "own"},
    )
    reply = replace(form, kind="reply", subject="", objection=OBJECTION)
    note = replace(form, kind="note", subject="")
    states = {
        "observe": form,
        "observe-again": replace(form, standing=SEEN, withdraw_action="/w"),
        "observe-faults": replace(
            form,
            faults=("level", "reason-long", "day"),
            given={"level": "", "reason": LONG, "day": "demain"},
        ),
        "observe-changed": replace(form, is_changed=True, given={"level": "3", "reason": LONG, "day": ""}),
        "correct": correct,
        "correct-faults": replace(correct, faults=("choice", "reason"), given={"reason": ""}),
        "reply": reply,
        "reply-faults": replace(reply, faults=("day", "words"), given={"day": "x", "words": LONG}),
        "reply-done": replace(reply, objection=TALKED),
        "note": note,
        "note-faults": replace(note, faults=("note-missing",), given={"text": ""}),
        "note-long": replace(note, faults=("words-too-long",), given={"text": LONG * 3}),
        "note-own": replace(note, note=NOTE, may_change=True, given={"text": NOTE.text}),
        "note-other": replace(note, note=NOTE, given={"text": NOTE.text}),
        "note-struck": replace(note, note=NOTES[2]),
        "note-emptied": replace(note, note=NOTES[3]),
    }
    for name, page in states.items():
        yield f"record/form-{name}", "cohort/record_form.html", page


def _learner() -> Iterator[Found]:
    result = present_result.ResultPage(
        can_do=("répondre à un courriel",),
        areas=(),
        noted=present_record.Noted(object_href="/l/x/result/objection"),
        action="/l/x/result",
        frame=FRAME,
    )
    full = present_record.Noted(
        observed=tuple(OBSERVED.values())[:3],
        corrections=ADDED.corrections,
        objections=ADDED.objections,
        object_href="/l/x/result/objection",
    )
    yield "record/learner-nothing", "learner/result.html", result
    yield "record/learner-noted", "learner/result.html", replace(result, noted=full)
    page = present_record.ObjectionPage(
        action="/x", back_href="/l/x/result", submission="submission-1", trainer_name=TRAINER, frame=FRAME
    )
    yield "record/objection", "learner/objection.html", replace(page, trainer_name="")
    yield (
        "record/objection-long",
        "learner/objection.html",
        replace(page, words=LONG, faults=("words-too-long",)),
    )
    yield "record/objection-full", "learner/objection.html", replace(page, faults=("too-many-objections",))
