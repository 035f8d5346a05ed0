"""Around the picker: what a learner reads of the choice, and a frame without cookies."""

from __future__ import annotations

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.handing import blocked
from tests.web.picking import CLAIM
from tests.web.site import Site, refused
from tests.web.tables import count


def test_the_learner_reads_of_one_level_when_one_column_was_chosen(site: Site) -> None:
    """What is said to go to the course is what goes there."""
    custom = {f"{CLAIM}custom": {"activity": "diagnostic", "link": "u", "columns": "one"}}
    one = site.visitor(LEARNER, claims=lambda claims: {**claims, **custom}).page.words
    six = site.visitor(OUTSIDER).page.words

    assert "À la fin, un niveau va dans votre cours." in one
    assert "À la fin, cinq niveaux vont dans votre cours." in six


def test_the_picker_opens_in_a_new_tab_when_the_frame_keeps_no_cookie(site: Site) -> None:
    """The same button as for an activity; its code is good once, and a second press shows the same page."""
    frame = site.browser()
    started = frame.open_login(site.lms.selection_parameters(TRAINER))
    token, state = site.lms.answer_login(started.location)
    shown = blocked(site, form={"id_token": token, "state": state})
    tab = shown.opened()
    first = tab.page.name
    again = shown.press(tab)
    stranger = shown.press()

    assert first == "picker"
    assert again.status_code == 303
    refused(stranger, 401, "e-expired")
    assert count(site.engine, "deep_link_request") == 1
