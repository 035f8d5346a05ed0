"""The readable file of a person's data, made outside of any visit: for an operator who answers by post."""

from __future__ import annotations

from flask import Flask, render_template

from lti_tool.services.person_copy import PersonCopy
from lti_tool.web.showing_own_data import file_page
from lti_tool.web.state import belong_to


def person_file(app: Flask, copied: PersonCopy, centre: tuple[str, str], language: str) -> str:
    """The page that « Mes données » gives to take along, in one of our languages; nothing else is needed to
    read it. ``centre`` is the id and the name of the person's.
    """
    centre_id, centre_name = centre
    with app.test_request_context("/", query_string={"lang": language}):
        belong_to(centre_id)
        return render_template("own_data/file.html", page=file_page(copied, centre_name))
