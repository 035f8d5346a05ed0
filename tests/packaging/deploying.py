"""What the tests read out of the files of ``config/deploy``."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import click
import yaml

from lti_tool import paths
from lti_tool.cli import passerelle
from tests.architecture.sources import ROOT

DEPLOY = paths.CONFIG / "deploy"
OUR_UID = "10001"
# Any: a document of YAML, read as it is.
Document = Any


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def composed() -> Document:
    """The services of compose, with what they share already merged in."""
    return yaml.safe_load(text_of("compose.yaml"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile in their order: the word, and the rest on one line."""
    lines = "\n".join(line for line in text_of("Containerfile").splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines)
    return [(word, rest) for word, rest in re.findall(r"^([A-Z]+) (.*)$", joined, re.MULTILINE)]


def last_stage() -> list[tuple[str, str]]:
    """The instructions of the image itself, without those of the stages that build it."""
    found = instructions()
    begins = max(number for number, (word, _rest) in enumerate(found) if word == "FROM")
    return found[begins:]


def versioned() -> set[str]:
    """The files and folders that stand in a clean checkout, as paths from its top."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = set(listed.stdout.splitlines())
    return files | {name[:cut] for name in files for cut in _slashes(name)}


def _slashes(name: str) -> Iterator[int]:
    return (place for place, letter in enumerate(name) if letter == "/")


def sections(name: str) -> dict[str, list[str]]:
    """What a unit of systemd says, by directive; a directive may stand several times."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^([A-Za-z]+)=(.*)$", text_of(name), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def understand(words: list[str]) -> click.Context:
    """What a command line asks for, as if it were typed; nothing runs.

    Raises:
        click.UsageError: there is no such option or value.
    """
    command: click.Command = passerelle
    rest = [str(word) for word in words]
    while isinstance(command, click.Group):
        command = command.commands[rest.pop(0)]
    return command.make_context(command.name, rest)


def typed(line: str) -> list[str]:
    """The words after ``passerelle`` of a command line."""
    words = shlex.split(line)
    place = next(number for number, word in enumerate(words) if word.rpartition("/")[2] == "passerelle")
    return words[place + 1 :]
