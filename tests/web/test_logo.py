"""The logo of a centre: its administrator puts it up, the people of the centre and nobody else see it."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from tests import sounds
from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.crowd import gather
from tests.web.logos import NAME, named, put_up, send_logo
from tests.web.rostering import queries
from tests.web.site import Site
from tests.web.tables import changed, values
from tests.web.test_documents import issued, learner, place, trainer

__all__ = ["learner", "trainer"]

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
IMAGE = re.compile(r'<img src="(/l/[^"]+/logo/[^"]+)" width="(\d+)" height="(\d+)" alt="([^"]*)">')
ROWS = {"centre_logo", "audit_entry", "audit_head"}


def shown(browser: Browser, path: str = "") -> list[tuple[str, ...]]:
    """Address, width, height and words of each logo in the head of a page."""
    return IMAGE.findall(browser.get(browser.at(path)).get_data(as_text=True))


def test_everybody_of_the_centre_sees_it_and_it_can_be_changed_and_removed(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    none = shown(learner, "welcome"), shown(trainer, "cohort")
    admin = named(site)
    put_up(admin, sounds.picture("PNG", (800, 240)))
    first = shown(learner, "welcome")
    put_up(admin, sounds.picture("JPEG", (300, 300)))
    second, tutors = shown(learner, "welcome"), shown(trainer, "cohort")
    admin.get("/admin/")
    admin.send("/admin/logo/remove")
    admin.send("/admin/logo/remove")

    assert ([], []) == none == (shown(learner, "welcome"), shown(trainer, "cohort"))
    assert [("133", "40", NAME)] == [one[1:] for one in first]
    assert [("40", "40", NAME)] == [one[1:] for one in second] == [one[1:] for one in tutors]
    assert first[0][0] != second[0][0]
    assert 404 == learner.request("GET", first[0][0]).status_code
    assert 404 == learner.request("GET", second[0][0]).status_code
    assert ["logo-set", "logo-set", "logo-removed"] == deeds(site)[-3:]


@ON_SQLITE
def test_a_browser_keeps_it_for_itself_under_an_address_that_changes(site: Site) -> None:
    put_up(named(site))
    learner = site.visitor(LEARNER)
    [(address, *_rest)] = shown(learner, "welcome")
    answer = learner.request("GET", address)

    assert (200, "image/png") == (answer.status_code, answer.mimetype)
    assert answer.data.startswith(b"\x89PNG")
    assert len(answer.data) <= 12 * 1024
    assert "private, max-age=31536000, immutable" == answer.headers["Cache-Control"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "same-origin" == answer.headers["Cross-Origin-Resource-Policy"]


@ON_SQLITE
def test_the_page_with_a_question_does_without(site: Site) -> None:
    """It is what a slow network waits for first; the pages around it have the logo."""
    put_up(named(site))
    learner = site.visitor(LEARNER)
    question = learner.submit().get_data(as_text=True)

    assert "question" == learner.page.name
    assert "/logo" not in question
    assert "css/logo." not in question
    assert shown(learner, "welcome") or shown(learner, "who-helps")


@ON_SQLITE
def test_no_page_asks_for_its_style_without_a_logo(site: Site) -> None:
    learner = site.visitor(LEARNER)

    assert "css/logo." not in learner.get(learner.at("welcome")).get_data(as_text=True)
    put_up(named(site))
    assert "css/logo." in learner.get(learner.at("welcome")).get_data(as_text=True)


def test_no_other_centre_reaches_it(site: Site, other_lms: FakeLms) -> None:
    crowd = gather(site, other_lms)
    put_up(named(site, crowd.browsers["administrator"]))
    [(logo_id,)] = values(site.engine, "centre_logo", "id")
    asked = {
        who: browser.request("GET", f"/l/{browser.handle}/logo/{logo_id}").status_code
        for who, browser in crowd.browsers.items()
        if browser.handle and "picker" not in who
    }
    admins = {
        who: crowd.browsers[who].request("GET", f"/admin/logo/{logo_id}").status_code
        for who in ("nobody", "administrator", "administrator elsewhere")
    }

    ours = {"learner", "other learner", "trainer", "other trainer"}
    assert {who: 200 if who in ours else 404 for who in asked} == asked
    assert {"nobody": 401, "administrator": 200, "administrator elsewhere": 404} == admins
    nobody = crowd.browsers["nobody"].request("GET", f"/l/{crowd.handle('learner')}/logo/{logo_id}")
    assert 401 == nobody.status_code


FAULTS = {
    "none": (None, "Choisissez d'abord un fichier."),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n'est pas une image que nous pouvons lire"),
    "bomb": (sounds.picture("PNG", (4000, 4000)), "Cette image a trop de pixels."),
    "strip": (sounds.picture("PNG", (2000, 30)), "Ce logo est trop petit ou trop mince."),
}


@ON_SQLITE
@pytest.mark.parametrize("name", FAULTS)
def test_a_sentence_says_what_to_do_and_the_one_before_stays(site: Site, name: str) -> None:
    content, sentence = FAULTS[name]
    admin = named(site)
    first = send_logo(admin, content)
    without = admin.page.words
    put_up(admin)
    before = site.snapshot()
    answer = send_logo(admin, content)

    assert (422, 422) == (first.status_code, answer.status_code)
    assert sentence in without.replace("\xa0", " ")
    assert "Le logo d'avant reste." not in without
    assert sentence in admin.page.words.replace("\xa0", " ")
    assert "Le logo d'avant reste." in admin.page.words
    assert set() == changed(before, site.snapshot())


@ON_SQLITE
def test_too_heavy_a_file_is_refused_unread(site: Site) -> None:
    admin = named(site)
    before = site.snapshot()

    assert 413 == send_logo(admin, b"\0" * (8 * 1024 * 1024)).status_code
    assert not changed(before, site.snapshot()) & ROWS


@ON_SQLITE
def test_it_costs_no_page_a_query(site: Site) -> None:
    learner = site.visitor(LEARNER)
    without = queries(learner, "welcome")
    put_up(named(site))

    assert 0 < without == queries(learner, "welcome")


@ON_SQLITE
def test_it_is_called_logo_where_the_centre_has_no_name(site: Site) -> None:
    centre_id = site.services.administrators.add_centre("Centre", site.clock())
    admin = administrator(site, centre_id)
    put_up(admin)
    before = _alternative(admin)
    named(site, admin)

    assert ("Logo du centre", NAME) == (before, _alternative(admin))


@ON_SQLITE
def test_papers_have_it_and_so_has_the_pdf(site: Site, learner: Browser, trainer: Browser) -> None:
    put_up(named(site))
    issued(site, trainer, learner)
    page = trainer.get(trainer.at(place(site, learner))).get_data(as_text=True)
    pdf = trainer.request("GET", trainer.at(place(site, learner, "attestation.pdf")))
    reader = PdfReader(io.BytesIO(pdf.data))

    assert 'class="attest__logo" src="/l/' in page
    assert [(400, 120)] == [image.image.size for image in reader.pages[0].images if image.image]
    assert 1 == len(reader.pages)
    assert len(pdf.data) <= 75_000
    assert 'class="paper-logo"' in learner.get(learner.at("result")).get_data(as_text=True)


def _alternative(admin: Browser) -> str:
    page = admin.get("/admin/").get_data(as_text=True)
    return re.findall(r'<img src="/admin/logo/[^"]+"[^>]* alt="([^"]*)">', page)[0]
