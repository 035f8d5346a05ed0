"""Every fault of an item file names file, line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool.content.shelf import load_items
from lti_tool.content.yaml_lines import Fault, FaultyContent
from tests.content.planted import PLACE, SOUND, content_folder, line_of

# name: (what stands there, what is written instead, the line to be named holds, what is said)
PLANTED = {
    "unknown-key": ('can_do: "', 'can_doo: "', "can_doo", "extra inputs"),
    "missing-key": ("version: 1\n", "", "id:", "version"),
    "wrong-format": ("format: T01", "format: T99", "format", "format"),
    "wrong-level": ("level: 1", "level: 9", "level", "level"),
    "level-0-elsewhere": ("level: 1", "level: 0", "level", "level 0 belongs"),
    "file-name": ("id: courriel-essai", "id: courriel-autre", "id:", "not the file's name"),
    "folder": ('competence: "2.1"', 'competence: "2.2"', "competence", "another competence's folder"),
    "outcome": ("LO2.1.05", "LO9.9.99", "outcomes", "is no outcome of 2.1"),
    "outcome-of-another": ("LO2.1.05", "LO4.2.05", "outcomes", "is no outcome of 2.1"),
    "no-outcome": ("[LO2.1.05]", "[]", "outcomes", "no learning outcome"),
    "not-on-offer": ("right: [repondre]", "right: [envoyer]", "task:", "not on offer"),
    "nothing-right": ("right: [repondre]", "right: []", "task:", "nothing is right"),
    "id-twice": ("{id: supprimer", "{id: repondre", "screen:", "stands twice"),
    "key-twice": ("version: 1\n", "version: 1\nversion: 2\n", "version: 2", "stands twice"),
    "not-yaml": ("question: ", 'question: "', "question", ""),
    "unknown-screen": ("kind: message", "kind: hologram", "screen:", "hologram"),
    "unknown-task": ("kind: press", "kind: guess", "task:", "guess"),
    "dead-scene": (
        "right: [repondre]}",
        "right: [repondre], opens: {supprimer: ailleurs}}",
        "task:",
        "no other scene",
    ),
    "frightening-word": ("Vous voulez", "Sans erreur, vous voulez", "question", "not for a learner's text"),
    "plain-space": ("appuyez-vous\u00a0?", "appuyez-vous ?", "question", "plain space"),
    "long-sentence": (
        "Vous voulez répondre.",
        "Vous voulez répondre à Samira et à toute sa famille avant de partir demain matin très tôt.",
        "question",
        "more than 12 words",
    ),
    "press-as-text": ("scenes:\n", "scenes: rien\nodd:\n", "scenes", "list"),
}


LAUGHS = "".join(f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * 9)}]\n" for one in range(1, 9))
NO_ITEMS = [
    *(b"\xff\xfe\x00", b"", b"- 1\n- 2\n", b"just words", b"&a [*a]", b"a: &a {b: *a}", b"[" * 3000),
    f"a0: &a0 [1]\n{LAUGHS}".encode(),
]


def faults_of(root: Path, text: str) -> tuple[Fault, ...]:
    content_folder(root, text)
    with pytest.raises(FaultyContent) as caught:
        load_items(root)
    return caught.value.faults


def test_the_item_is_read_when_nothing_is_wrong(tmp_path: Path) -> None:
    content_folder(tmp_path)

    (item,) = load_items(tmp_path)

    assert (item.id, item.language, item.guess, item.slope) == ("courriel-essai", "fr", 0.10, 1.6)


@pytest.mark.parametrize("name", PLANTED)
def test_the_fault_is_named_with_its_place_when_it_is_planted(tmp_path: Path, name: str) -> None:
    before, instead, line_holds, said = PLANTED[name]
    assert before in SOUND
    spoilt = SOUND.replace(before, instead, 1)

    faults = faults_of(tmp_path, spoilt)

    fitting = [fault for fault in faults if said.lower() in fault.what.lower()]
    assert fitting, [str(fault) for fault in faults]
    assert str(tmp_path / PLACE) == fitting[0].file
    assert line_of(spoilt, line_holds) == fitting[0].line
    assert fitting[0].mend


def test_all_faults_are_named_when_a_file_has_several(tmp_path: Path) -> None:
    spoilt = SOUND.replace("LO2.1.05", "LO9.9.99").replace("right: [repondre]", "right: [envoyer]")

    assert len(faults_of(tmp_path, spoilt)) == 2


def test_the_line_reads_well_when_a_fault_is_printed() -> None:
    fault = Fault(file="a.yaml", line=3, what="this", mend="do that")

    assert str(fault) == "a.yaml:3: this -> do that"


@pytest.mark.parametrize("raw", NO_ITEMS)
def test_a_fault_is_named_when_the_file_is_no_item_at_all(tmp_path: Path, raw: bytes) -> None:
    content_folder(tmp_path).write_bytes(raw)

    with pytest.raises(FaultyContent) as caught:
        load_items(tmp_path)

    assert str(tmp_path / PLACE) == caught.value.faults[0].file


def test_both_are_named_when_two_items_share_an_id(tmp_path: Path) -> None:
    """Without an item in French, neither is the translation of the other."""
    item = content_folder(tmp_path)
    for language in ("nl", "de"):
        twin = tmp_path / "bank" / language / "2.1" / item.name
        twin.parent.mkdir(parents=True)
        twin.write_bytes(item.read_bytes())
    item.unlink()

    with pytest.raises(FaultyContent, match="share this id"):
        load_items(tmp_path)
