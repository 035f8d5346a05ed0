"""Easy words as ``passerelle content check`` asks for them: in every folder, and in our own pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lti_tool import paths
from lti_tool.content.easy_words import Finder
from lti_tool.content.glossary import load_glossary
from lti_tool.content.telling import TRANSLATED
from lti_tool.content.word_lists import WordList, load_exceptions, load_word_list
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.language import LANGUAGES
from lti_tool.interface_words import french_interface_faults, interface_faults


def easy_faults(folders: Iterable[Path]) -> list[Fault]:
    """What is not plain in these content folders; with the project's own one, in the pages, too."""
    try:
        lists = {language: load_word_list(paths.CONFIG, language) for language in TRANSLATED}
        return [fault for folder in folders for fault in _folder_faults(folder, lists)]
    except FaultyContent as error:
        return list(error.faults)


def _folder_faults(folder: Path, lists: dict[str, WordList]) -> Iterator[Fault]:
    for language in LANGUAGES:
        load_glossary([paths.CONFIG, folder], language)
    exceptions = load_exceptions(folder)
    yield from Finder(folder, lists, exceptions).faults()
    if folder == paths.CONFIG:
        for language, words in lists.items():
            yield from interface_faults(language, words, exceptions)
        yield from french_interface_faults(exceptions)
