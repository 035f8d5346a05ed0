"""The documents say what is there."""

from __future__ import annotations

import re

import click
import pytest

from lti_tool import settings
from lti_tool.cli import passerelle
from tests.architecture.sources import ROOT
from tests.browser.picturing import BYTES_AT_MOST, NAMES

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / ".github" / "CONTRIBUTING.md",
    ROOT / ".github" / "SECURITY.md",
    *sorted((ROOT / "lti_tool" / "adr").glob("*.md")),
    *sorted((ROOT / "config").rglob("README.md")),
]
LISTED = re.findall(
    r"`passerelle ([a-z]+(?: [a-z]+)?)", "\n".join(d.read_text(encoding="utf-8") for d in DOCUMENTS)
)
BLOCKS = re.findall(r"^passerelle ([a-z]+(?: [a-z]+)?)", README, re.MULTILINE)


def test_the_table_names_every_setting_when_an_operator_reads_it() -> None:
    named = set(re.findall(r"^\| `PASSERELLE_([A-Z_]+)` \|", README, re.MULTILINE))

    assert settings.KNOWN == named


def test_the_example_names_known_settings_when_it_is_copied() -> None:
    example = (ROOT / "config" / "example.env").read_text(encoding="utf-8")

    assert settings.KNOWN >= set(re.findall(r"PASSERELLE_([A-Z_]+)=", example))


@pytest.mark.parametrize("words", sorted({*LISTED, *BLOCKS}))
def test_the_command_exists_when_a_document_names_it(words: str) -> None:
    command: click.Command = passerelle
    for word in words.split():
        if isinstance(command, click.Group):
            found = command.commands.get(word)
            assert found is not None, words
            command = found


def test_the_file_exists_when_the_readme_names_it() -> None:
    named = re.findall(r"`((?:config|lti_tool|static|\.github)/[\w./-]+|[A-Z]+(?:\.md)?)`", README)

    assert named
    assert [] == [name for name in named if not (ROOT / name).exists()]


def test_the_target_exists_when_a_document_names_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        word
        for document in DOCUMENTS
        for word in re.findall(r"make ([a-z]+)\b", document.read_text(encoding="utf-8"))
        if re.search(rf"`make {word}|^make {word}", document.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert {"demo", "test", "check", "help"} <= named
    assert [] == [word for word in named if not re.search(rf"^{word}:", makefile, re.MULTILINE)]


def test_pictures_of_the_readme_are_there_and_light() -> None:
    """`make pictures` takes them; each says in words what it shows."""
    shown = dict(re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]{30,})"', README))
    assert {f".github/pictures/{name}.webp" for name in NAMES} == set(shown)
    for path in shown:
        assert 0 < (ROOT / path).stat().st_size <= BYTES_AT_MOST, path
