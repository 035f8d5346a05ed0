"""A module's folder is read as its author meant it, and every fault names file, line and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lti_tool.content.modules import load_modules, steps_by_language
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.item import Choose, Press
from lti_tool.domain.module import Drawing, Part, StepKind
from tests.content.module_folder import DRAWING, GUIDE, MODULE, PLACE, TEXTS, module_folder
from tests.content.planted import line_of

CHECK = MODULE[MODULE.index("  - id: verifier") :]
SAY = MODULE[MODULE.index("  - id: humeur") : MODULE.index("  - id: geste")]
DO = MODULE[MODULE.index("  - id: geste") : MODULE.index("  - id: verifier")]
NBSP = "\u00a0"

# name: (what stands there, what is written instead, the line to be named holds, what is said)
PLANTED = {
    "unknown-key": ("can_do: ", "can_doo: ", "can_doo", "extra inputs"),
    "missing-key": ("version: 1\n", "", "id:", "version: field required"),
    "unknown-kind": ("kind: agree", "kind: dance", "id: charte", "dance"),
    "folder": ("id: M42", "id: M43", "id: M43", "not the folder's name"),
    "step-twice": ("id: charte", "id: bouton", "steps:", "two steps are called “bouton”"),
    "task-twice": (
        "      - id: appui\n",
        f"{MODULE[MODULE.index('      - id: appui') : MODULE.index('  - id: charte')]}      - id: appui\n",
        "    tasks:",
        "two tasks are called “appui”",
    ),
    "line-twice": ("id: deux", "id: un", "lines:", "two lines are called “un”"),
    "choice-twice": ("id: bof", "id: bien", "choices:", "two answers are called “bien”"),
    "printed-page": ("id: bouton\n", "id: sheet\n", "id: sheet", "“sheet.md” is a page to print"),
    "no-drawing": ("name: rond", "name: carre", "picture:", "no drawing “carre”"),
    "no-check": ("kind: check", "kind: try", "steps:", "the one check is not at the end"),
    "two-checks": ("kind: try", "kind: check", "steps:", "the one check is not at the end"),
    "check-first": (f"{SAY}{DO}{CHECK}", f"{CHECK}{SAY}{DO}", "steps:", "the one check is not at the end"),
    "nothing-real": (DO, "", "steps:", "nothing to do for real"),
    "too-short": ("minutes: 3\n    tasks", "minutes: 1\n    tasks", "minutes: 1", "minutes"),
    "too-long": ("minutes: 2\n    picture", "minutes: 6\n    picture", "minutes: 6", "minutes"),
    "long-gesture": ("minutes: 5", "minutes: 21", "minutes: 21", "minutes"),
    "one-hint": ('["Cherchez le rond.", ', "[", "hints:", "at least 2 items"),
    "hint-says-the-question": (
        '"Cherchez le rond."',
        '"Sur quoi appuyez-vous ?"',
        "hints:",
        "two hints say the same",
    ),
    "frightening-hint": ("C'est « Fin ».", "C'est faux.", "C'est faux.", "the word “faux”"),
    "not-on-offer": ("right: [marche]", "right: [arret]", "task: {kind: press", "not on offer"),
    "no-alternative": (
        '            alternative: "Un message ouvert, avec 2 boutons."\n',
        "",
        "- id: debut",
        "has no alternative",
    ),
    "frightening-title": ("Le bouton rond", "Le test rond", "title:", "the word “test”"),
    "frightening-answer": ('text: "Comme ça"', 'text: "Mauvais"', "id: bof", "the word “Mauvais”"),
    "long-reply": (
        "On va doucement.",
        "On va doucement avec vous et avec tout le groupe jusque demain matin ou après.",
        "id: bof",
        "more than 12 words",
    ),
    "hard-step": (
        "Prenez votre appareil.",
        "Manipulez précautionneusement l'équipement informatique administrativement immatriculé.",
        "id: geste",
        "hard to read",
    ),
    "long-alternative": (
        "Un rond bleu sur une carte.",
        f"Un rond bleu{' et un autre' * 8}.",
        "picture:",
        "more than 20 words",
    ),
    "loose-replaces": ("aims_at: 1", "aims_at: 1\nreplaces: 1", "replaces:", "valid boolean"),
    "replaces-nothing": (
        "aims_at: 1",
        "aims_at: 1\nreplaces: true",
        "replaces:",
        "there is no module “M42” to replace",
    ),
    "not-yaml": ("title: ", 'title: "', "title", ""),
    "key-twice": ("version: 1\n", "version: 1\nversion: 2\n", "version: 2", "stands twice"),
}
# name: (file, what it holds, the line to be named, what is said)
PLANTED_TEXTS: Mapping[str, tuple[str, str, int, str]] = {
    "word": ("bouton.md", "Le bouton.\n\nIl est\nfaux ici.\n", 3, "the word “faux”"),
    "word-in-a-later-line": ("bouton.md", "Le bouton\nest rond.\nIl est faux.\n", 3, "the word “faux”"),
    "word-in-a-list": ("bouton.md", "Le bouton :\n\n- il est rond\n- il est faux\n", 4, "the word “faux”"),
    "long-sentence": (
        "bouton.md",
        f"Un.\n\nLe bouton est {'rond et ' * 3}\n{'bleu et ' * 3}beau.\n",
        3,
        "more than 12 words",
    ),
    "too-many-words": ("bouton.md", "Le bouton est rond. " * 23, 1, "92 words where 90 are enough"),
    "empty": ("bouton.md", "\n\n", 1, "the text is empty"),
    "hard": (
        "charte.md",
        "J'appuie doucement ici.\n\nL'équipement informatique administrativement immatriculé demeure"
        " exceptionnellement indisponible quotidiennement, systématiquement, inconditionnellement.\n",
        3,
        "hard to read",
    ),
    "html": ("bouton.md", "Le bouton.\n\nIl est <b>rond</b>.\n", 3, "HTML is not read"),
    "script": ("bouton.md", "<script>alert(1)</script>\n", 1, "HTML is not read"),
    "heading-of-level-1": ("bouton.md", "Un.\n\n# Le bouton\n", 3, "a heading of another size"),
    "heading-of-level-4": ("guide.md", f"{GUIDE}\n#### Plus\n", 14, "a heading of another size"),
    "code": ("bouton.md", "Le bouton `rond`.\n", 1, "no plain Markdown"),
    "quote": ("bouton.md", "Un.\n\n> Le bouton.\n", 3, "no plain Markdown"),
    "picture": ("guide.md", GUIDE.replace("[cette", "![cette"), 4, "a picture has no place in a text"),
    "link-for-learners": ("sheet.md", "Un.\n\n[ici](https://exemple.be)\n", 3, "a link, which leads out"),
    "unsafe-link": ("guide.md", GUIDE.replace("https", "http"), 4, "is not safe"),
    "own-link": ("guide.md", GUIDE.replace("https://exemple.be/page", "/admin"), 4, "is not safe"),
    "script-link": (
        "guide.md",
        GUIDE.replace("https://exemple.be/page", "javascript:alert(1)"),
        4,
        "nobody can follow",
    ),
    "guide-heading": ("guide.md", GUIDE.replace("Préparer", "Avant"), 3, "“Avant” stands where “Préparer”"),
    "guide-order": ("guide.md", f"## Autrement\nOui.\n{GUIDE}", 1, "“Autrement” stands where “But”"),
    "guide-short": ("guide.md", GUIDE.partition("## Des")[0], 10, "“Des mots qui aident” is missing"),
    "guide-more": ("guide.md", f"{GUIDE}## Plus\nOui.\n", 13, "one heading too many: “Plus”"),
    "guide-long-sentence": (
        "guide.md",
        GUIDE.replace("Montrez le", f"Montrez {'bien ' * 20}le"),
        6,
        "of more than",
    ),
}


def faults_of(root: Path, *own: Path) -> tuple[Fault, ...]:
    with pytest.raises(FaultyContent) as caught:
        load_modules(root, own)
    return caught.value.faults


def test_a_module_is_read_when_nothing_is_wrong(tmp_path: Path) -> None:
    module_folder(tmp_path)

    (module,) = load_modules(tmp_path)

    assert ("M42", "fr", Part.FURTHER, 17) == (module.id, module.language, module.part, module.minutes)
    kinds = [step.kind for step in module.steps]
    assert [*["see", "try", "agree", "say", "do", "check"]] == kinds
    assert Drawing(name="rond", alternative="Un rond bleu sur une carte.") == module.steps[0].drawing
    assert module.steps[0].text.startswith("<p>Le bouton est rond.</p>\n<ul>")
    assert "<h2>La règle</h2>\n<p>J'appuie doucement.</p>" == module.steps[2].text
    assert ["On continue.", "On va doucement."] == [one.reply for one in module.steps[3].sayings]
    assert (True, ("un", "deux")) == (module.steps[3].is_told, tuple(g.id for g in module.steps[4].gestures))
    assert '<a rel="noopener noreferrer" href="https://exemple.be/page">cette page</a>' in module.guide
    assert "<ol>\n<li>Cherchez.</li>" in module.sheet
    assert f"J'écris{NBSP}: ____________________" in module.sheet


def test_tasks_are_those_of_the_bank_when_a_module_has_some(tmp_path: Path) -> None:
    module_folder(tmp_path)

    (module,) = load_modules(tmp_path)

    tried, checked = module.steps[1].exercises[0], module.steps[5].exercises[0]
    assert isinstance(tried.scenes[0].task, Press)
    assert isinstance(checked.scenes[0].task, Choose)
    assert f"Sur quoi appuyez-vous{NBSP}?" == tried.question
    assert ("Cherchez le rond.", f"C'est «{NBSP}Marche{NBSP}».") == tried.hints
    assert StepKind.CHECK is module.steps[5].kind


def test_steps_are_counted_in_the_language_that_a_module_was_written_in(tmp_path: Path) -> None:
    module_folder(tmp_path)
    module_folder(tmp_path, place=Path("modules/nl/M42"))

    assert {"M42": {"fr": 6}} == steps_by_language(load_modules(tmp_path))


@pytest.mark.parametrize("name", PLANTED)
def test_the_fault_is_named_with_its_place_when_the_file_is_spoilt(tmp_path: Path, name: str) -> None:
    before, instead, line_holds, said = PLANTED[name]
    assert before in MODULE
    spoilt = MODULE.replace(before, instead, 1)
    path = module_folder(tmp_path, spoilt)

    faults = [fault for fault in faults_of(tmp_path) if fault.file == str(path)]

    fitting = [fault for fault in faults if said.lower() in fault.what.lower()]
    assert fitting, [str(fault) for fault in faults]
    assert line_of(spoilt, line_holds) == fitting[0].line
    assert fitting[0].mend


@pytest.mark.parametrize("name", PLANTED_TEXTS)
def test_the_fault_is_named_with_its_line_when_a_text_is_spoilt(tmp_path: Path, name: str) -> None:
    file, text, line, said = PLANTED_TEXTS[name]
    module_folder(tmp_path, texts={**TEXTS, file: text})

    (fault,) = faults_of(tmp_path)

    assert (str(tmp_path / PLACE / file), line) == (fault.file, fault.line)
    assert said in fault.what
    assert fault.mend


def test_the_text_is_named_when_it_is_missing(tmp_path: Path) -> None:
    module_folder(tmp_path, texts={"bouton.md": TEXTS["bouton.md"], "guide.md": GUIDE})

    found = [(Path(fault.file).name, fault.what) for fault in faults_of(tmp_path)]

    assert [("charte.md", "this text is missing"), ("sheet.md", "this text is missing")] == found


def test_the_file_is_named_when_no_step_asks_for_it(tmp_path: Path) -> None:
    module_folder(tmp_path, texts={**TEXTS, "boutons.md": "Oui.", "rond.svg": DRAWING})

    found = {Path(fault.file).name: fault.mend for fault in faults_of(tmp_path)}

    assert {"boutons.md", "rond.svg"} == set(found)
    assert "move it to modules/pictures/rond.svg" in found["rond.svg"]


def test_a_sentence_is_said_when_a_text_is_not_utf_8(tmp_path: Path) -> None:
    path = module_folder(tmp_path)
    (path.parent / "sheet.md").write_bytes("Appuyez là où ça brille.".encode("latin-1"))

    assert ["the file is not UTF-8 text"] == [fault.what for fault in faults_of(tmp_path)]


def test_a_sentence_is_said_when_a_folder_has_the_name_of_a_text(tmp_path: Path) -> None:
    path = module_folder(tmp_path)
    (path.parent / "sheet.md").unlink()
    (path.parent / "sheet.md").mkdir()

    assert ["this text cannot be read"] == [fault.what for fault in faults_of(tmp_path)]


def test_the_mark_of_a_windows_editor_is_passed_over_when_a_text_begins_with_it(tmp_path: Path) -> None:
    path = module_folder(tmp_path)
    (path.parent / "guide.md").write_bytes(b"\xef\xbb\xbf" + GUIDE.replace("\n", "\r\n").encode())

    (module,) = load_modules(tmp_path)

    assert module.guide.startswith("<h2>But</h2>")


def test_the_language_is_named_when_it_is_none_of_ours(tmp_path: Path) -> None:
    module_folder(tmp_path, place=Path("modules/francais/M42"))

    assert ["“francais” is no language of ours"] == [fault.what for fault in faults_of(tmp_path)]


def test_words_of_the_trade_are_allowed_when_trainers_read_them(tmp_path: Path) -> None:
    text = MODULE.replace("part: further", "part: trainers").replace("Le bouton rond", "Évaluation et note")
    module_folder(tmp_path, text, texts={**TEXTS, "bouton.md": "Un score se lit avec la personne."})

    assert ["M42"] == [module.id for module in load_modules(tmp_path)]


def test_every_fault_is_named_when_several_files_have_some(tmp_path: Path) -> None:
    spoilt = {**TEXTS, "bouton.md": "C'est faux.\n\nC'est un échec.", "sheet.md": "Le test."}
    module_folder(tmp_path, MODULE.replace("Le bouton rond", "Le score"), texts=spoilt)
    module_folder(tmp_path, place=Path("modules/fr/M43"))

    found = [(Path(fault.file).name, fault.line) for fault in faults_of(tmp_path)]

    assert [
        ("module.yaml", 3), ("bouton.md", 1), ("bouton.md", 3), ("sheet.md", 1), ("module.yaml", 1)
    ] == found  # fmt: skip
