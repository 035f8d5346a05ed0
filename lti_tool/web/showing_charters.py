"""From the texts of a centre to what the administration's pages print."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from lti_tool.services.administrators import Administration
from lti_tool.services.charters import CHARACTERS_AT_MOST, CentreText, odd_lines_of, shown_as, tidied
from lti_tool.web import present_charters as present
from lti_tool.web.showing_admin import frame
from lti_tool.web.showing_module import safe


def charters_page(who: Administration, texts: Sequence[CentreText]) -> present.ChartersPage:
    """Every text, in the order of the modules."""
    return present.ChartersPage(
        centre=who.centre_name,
        lines=tuple(
            present.CharterLine(
                module=text.module.title,
                step=text.step.title,
                href=_address("charters.text", text),
                content_language=text.module.language,
                version=text.charter.edition,
            )
            for text in texts
        ),
        back_href=url_for("admin.centre"),
        frame=frame(),
    )


def charter_page(
    text: CentreText,
    *,
    typed: str | None = None,
    edition: int | None = None,
    fault: present.CharterFault = "",
    is_seen: bool = False,
    is_late: bool = False,
    is_saved: bool = False,
) -> present.CharterPage:
    """One text to change. ``typed`` are the words of the form; without them it holds the words that stand.

    ``edition`` is what the form was changed from, where that is not the text as it stands.
    """
    charter = text.charter
    words = typed if typed is not None else charter.markdown or text.step.markdown
    return present.CharterPage(
        module=text.module.title,
        step=text.step.title,
        words=words,
        edition=charter.edition if edition is None else edition,
        at_most=CHARACTERS_AT_MOST,
        action=_address("charters.write", text),
        back_href=url_for("charters.all_texts"),
        content_language=text.module.language,
        give_back_action=_address("charters.give_back", text) if charter.is_own else "",
        fault=fault,
        length=len(tidied(words)),
        seen=safe(shown_as(words)) if is_seen else None,
        odd_lines=odd_lines_of(words) if is_seen else (),
        standing=safe(charter.html) if is_late else None,
        is_saved=is_saved,
        frame=frame(),
    )


def _address(endpoint: str, text: CentreText) -> str:
    return url_for(endpoint, module=text.module.id, step=text.step.id)
