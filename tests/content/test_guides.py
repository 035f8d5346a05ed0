"""The guides say what is there: links, commands, settings, lines of the doctor, words of the pages."""

from __future__ import annotations

import re
from itertools import pairwise

import click
import pytest

from lti_tool import paths, settings
from lti_tool.cli import passerelle
from lti_tool.content.guides import DOCUMENTS, FOLDER, Guides, served_at
from lti_tool.domain.guide import Guide
from lti_tool.web.numbers import exposition
from lti_tool.web.request_counts import RequestCounts
from tests.content import guides as reading
from tests.content.guides import FILES, LANGUAGES, text_of

ALL = list(Guides(paths.CONFIG))
OURS = [guide for guide in ALL if guide.path.startswith(FOLDER)]
ROOT = paths.CONFIG.parent
LINKS = re.compile(r"\]\(([^)]+)\)")
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
HEAVIEST = 60 * 1024
"""Bytes of a picture: a guide is read on a phone, too."""
LONGEST = 29
"""Words in a sentence: the reader does this beside other work."""

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
each_guide = pytest.mark.parametrize("guide", OURS, ids=lambda guide: guide.path)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_guide_is_there_in_both_languages() -> None:
    french, english = ({path.name for path in FILES if path.parent.name == code} for code in LANGUAGES)

    assert "connect.md" in french
    assert french == english


@each_language
def test_every_guide_is_on_the_list(language: str) -> None:
    listed = text_of(paths.CONFIG / FOLDER / language / "README.md")
    others = {path.name for path in FILES if path.parent.name == language} - {"README.md"}

    assert others == set(re.findall(r"\]\(([a-z-]+\.md)\)", listed))


@each_file
def test_every_link_leads_somewhere_here_and_in_the_repository(path: reading.Path) -> None:
    below = path.relative_to(paths.CONFIG).as_posix()
    names = {guide.path: _names(guide) for guide in ALL}
    lost = []
    for link in LINKS.findall(text_of(path)):
        if link.startswith("https://"):
            continue
        target, _, name = link.partition("#")
        found = (path.parent / target).resolve() if target else path
        is_there = found.is_file() and served_at(paths.CONFIG, below, link)
        inside = names.get(found.relative_to(paths.CONFIG).as_posix()) if found.suffix == ".md" else {name}
        if not is_there or (name and name not in (inside or ())):
            lost.append(link)

    assert [] == lost


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: guide.path)
def test_no_link_is_dead_when_it_is_served(guide: Guide) -> None:
    assert "<a>" not in guide.page.html
    assert 'href=""' not in guide.page.html
    assert 'src=""' not in guide.page.html


@each_file
def test_every_picture_is_ours_light_and_said_in_words(path: reading.Path) -> None:
    ours = (paths.STATIC / "img").resolve()
    for words, link in SHOWN.findall(text_of(path)):
        file = (path.parent / link).resolve()
        assert ours in file.parents, link
        assert 0 < file.stat().st_size <= HEAVIEST, link
        assert 30 <= len(words), link


@each_language
def test_each_of_the_five_actions_has_its_picture_and_every_picture_is_shown(language: str) -> None:
    actions = re.split(r"^### ", text_of(paths.CONFIG / FOLDER / language / "connect.md"), flags=re.MULTILINE)
    shown = [reading.Path(link).name for action in actions[1:] for _words, link in SHOWN.findall(action)]

    assert [1] * 5 == [len(SHOWN.findall(action)) for action in actions[1:]]
    assert set(shown) == {path.name for path in (paths.STATIC / "img" / "guides").glob("*.webp")}


def _names(guide: Guide) -> set[str]:
    return set(re.findall(r'<h[23] id="([^"]+)"', guide.page.html))


@each_file
def test_headings_are_in_order_and_their_names_differ(path: reading.Path) -> None:
    headings = reading.headings_of(text_of(path))
    sizes = [size for size, _words in headings]

    assert (1, 1) == (sizes[0], sizes.count(1))
    assert all(after - before <= 1 for before, after in pairwise(sizes))
    assert 3 >= max(sizes)
    assert len(headings) == len(set(headings))


@each_guide
def test_nothing_is_left_that_is_not_a_tag_of_the_list(guide: Guide) -> None:
    """The cleaner turns what it does not know into text that is seen."""
    assert "&lt;" not in re.sub(r"<code>.*?</code>", "", guide.page.html, flags=re.DOTALL)
    assert "<script" not in guide.page.html


@each_file
def test_every_command_exists_when_a_guide_names_it(path: reading.Path) -> None:
    for code in reading.code_of(text_of(path)):
        for words, rest in re.findall(r"(?:^|/)passerelle ((?:[a-z][a-z-]* ?)+)(.*)", code, re.MULTILINE):
            _walk(words.split(), re.findall(r"(--[a-z-]+)", f"{words} {rest}"))


def _walk(words: list[str], options: list[str]) -> None:
    command: click.Command = passerelle
    for word in words:
        if isinstance(command, click.Group):
            assert word in command.commands, words
            command = command.commands[word]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert known >= set(options), (words, options)


@each_file
def test_every_target_and_setting_exists_when_a_guide_names_it(path: reading.Path) -> None:
    text, makefile = text_of(path), (ROOT / "Makefile").read_text(encoding="utf-8")
    code = "\n".join(reading.code_of(text))
    targets = set(re.findall(r"^make ([a-z]+)", code, re.MULTILINE))
    settings_named = set(re.findall(r"PASSERELLE_([A-Z_]+)\b", text))

    assert [] == [word for word in targets if not re.search(rf"^{word}:", makefile, re.MULTILINE)]
    assert settings.KNOWN >= settings_named


@each_language
def test_the_operator_reads_of_every_setting(language: str) -> None:
    text = text_of(paths.CONFIG / FOLDER / language / "operator.md")
    examples = [block for block in reading.code_of(text) if block.startswith(("base_url", "database_url"))]
    keys = {key.upper() for block in examples for key in re.findall(r"^([a-z_]+) = ", block, re.MULTILINE)}

    assert settings.KNOWN == set(re.findall(r"^- `PASSERELLE_([A-Z_]+)`", text, re.MULTILINE))
    assert settings.KNOWN >= keys >= {"BASE_URL", "DATABASE_URL", "SECRET_KEY", "BACKUP_KEY_FILE"}


@each_language
def test_the_operator_reads_of_every_line_of_the_doctor(language: str) -> None:
    text = text_of(paths.CONFIG / FOLDER / language / "operator.md")
    explained = {
        name
        for row in re.findall(r"^\| (`[a-z`, -]+) \|", text, re.MULTILINE)
        for name in re.findall(r"`([a-z-]+)`", row)
    }
    tokens = {f"token-{scope}" for scope in ("score", "lineitem", "result", "contextmembership")}

    assert reading.names_of_checks() | tokens == explained


@each_language
def test_the_operator_reads_of_every_number(language: str) -> None:
    text = text_of(paths.CONFIG / FOLDER / language / "operator.md")
    told = set(re.findall(r"# TYPE (\w+) ", exposition(reading.HEALTH) + RequestCounts().exposition()))

    assert told == set(re.findall(r"^\| `(passerelle_\w+)`", text, re.MULTILINE))


@each_language
def test_quoted_words_are_those_of_the_pages(language: str) -> None:
    said = reading.words_of_pages(language)
    wrong = {
        f"{path.name}: {words}"
        for path in FILES
        if path.parent.name == language
        for words in reading.quoted_in(text_of(path), language)
        if words not in said
    }

    assert set() == wrong


@each_language
def test_what_appears_in_a_failure_is_what_the_commands_say(language: str) -> None:
    text, said = text_of(paths.CONFIG / FOLDER / language / "failures.md"), reading.words_of_commands()
    quoted = reading.said_by_commands(text)

    assert 20 < len(quoted)
    assert [] == [piece for piece in quoted if piece not in said]


@each_file
def test_sentences_are_short(path: reading.Path) -> None:
    plain = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", " ", text_of(path), flags=re.DOTALL)
    sentences = re.split(r"[.!?:]\s|\n\n|\n[-|0-9#]|\|", plain)

    assert [] == [one.strip() for one in sentences if len(re.findall(r"\w+(?:['’]\w+)?", one)) > LONGEST]


def test_documents_of_authors_are_there() -> None:
    assert {"fr", "en"} >= {language for _path, language in DOCUMENTS.values()}
    assert all((paths.CONFIG / path).is_file() for path, _language in DOCUMENTS.values())
