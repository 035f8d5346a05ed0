"""``/.well-known/security.txt``: there when the operator named a contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lti_tool.app import create_app
from lti_tool.domain.disclosure import PATH
from tests.web.browser import Browser
from tests.web.site import UNLIMITED, Site, refused

CONTACT = "mailto:security@example.org"
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def test_contact_is_told_when_anybody_asks(site: Site) -> None:
    named = replace(site.installation.settings, security_contact=CONTACT)
    app = create_app(replace(site.installation, settings=named), limits=UNLIMITED)
    answer = Browser(app, site.lms, site.base_url).request("GET", PATH)
    fields = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())
    left = datetime.fromisoformat(fields["Expires"]) - site.clock()

    assert (200, "text/plain; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert "public, max-age=3600" == answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert [] == answer.headers.getlist("Set-Cookie")
    assert (CONTACT, f"{site.base_url}{PATH}") == (fields["Contact"], fields["Canonical"])
    assert timedelta(days=178) < left < timedelta(days=365)


def test_there_is_no_such_file_when_the_operator_named_no_contact(site: Site) -> None:
    refused(site.browser().request("GET", PATH), 404, "e-notfound", "no-security-contact")
