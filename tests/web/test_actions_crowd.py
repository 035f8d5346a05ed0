"""« À faire » with more people than fit on a page. What it costs is in ``test_query_counts``."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from lti_tool.store.attempt_rows import AttemptRow
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.site import Site


def crowded(site: Site, people: int) -> Browser:
    """A course of so many who all sent that they have no device."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, people)
    with site.engine.begin() as connection:
        connection.execute(update(AttemptRow).values(access={"device": "none"}))
    return trainer


@pytest.mark.parametrize(
    ("page", "pages"), [("actions?page=2", 2), ("actions?page=99", 2), ("actions?page=x", 1)]
)
def test_fifty_lines_stand_on_a_page(site: Site, page: str, pages: int) -> None:
    trainer = crowded(site, 60)
    html = trainer.get(trainer.at(page)).get_data(as_text=True)
    lines = re.findall(r'<li class="todo">', html)

    assert (10 if pages == 2 else 50) == len(lines)
    assert f"Page {pages} sur 2" in trainer.page.words
