"""Deep linking requests in the database, and what a link remembers of its selection."""

from __future__ import annotations

from dataclasses import replace

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from lti_tool import paths
from lti_tool.domain.deep_link import Columns, DeepLinkRequest
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, HOUR, MINUTE, NOW, SECOND
from tests.store.planting import Planted, plant


def a_request(planted: Planted) -> DeepLinkRequest:
    return DeepLinkRequest(
        handle="handle-1",
        centre_id=CENTRE,
        session_id="session-1",
        person_id=planted.person_id,
        registration_id=f"registration-{CENTRE}",
        deployment_id=f"deployment-{CENTRE}",
        context_id=planted.context_id,
        return_url="https://centre-a.example/back",
        accepts_several=True,
        accepts_line_items=False,
        data="\x00\ud83d",
        course="Premiers pas",
        locale="fr",
        frame_origin="https://centre-a.example",
        course_url=None,
        created_at=NOW,
        expires_at=NOW + HOUR,
    )


def asked(store: Store) -> DeepLinkRequest:
    """A trainer with a session and one request."""
    planted = plant(store)
    request = a_request(planted)
    with store.writing() as work:
        work.sessions.add(
            centre_id=CENTRE,
            session_id="session-1",
            token_hash="token-1",
            person_id=planted.person_id,
            now=NOW,
            until=NOW + 8 * HOUR,
        )
        work.deep_links.add(request, "state-1")
    return request


def found(store: Store, session_id: str = "session-1") -> DeepLinkRequest | None:
    with store.reading() as work:
        return work.deep_links.find("handle-1", session_id)


def test_the_request_comes_back_whole_when_its_session_asks(store: Store) -> None:
    request = asked(store)

    assert request == found(store)
    assert found(store, "session-2") is None


def test_the_first_answer_stays_when_a_second_one_comes(store: Store) -> None:
    request = asked(store)
    until = NOW + 5 * MINUTE
    with store.writing() as work:
        first = work.deep_links.keep_answer(request, "signed-1", until, is_cancelled=True)
    with store.writing() as work:
        second = work.deep_links.keep_answer(request, "signed-2", until + HOUR, is_cancelled=False)

    assert replace(request, answer="signed-1", is_cancelled=True, expires_at=until) == first == second


def test_the_request_is_gone_when_its_session_ends(store: Store) -> None:
    asked(store)
    with store.writing() as work:
        work.sessions.end("token-1")

    assert found(store) is None


def test_the_request_is_forgotten_when_its_time_is_over(store: Store) -> None:
    asked(store)
    with store.writing() as work:
        work.deep_links.sweep(NOW + HOUR)
    kept = found(store)
    with store.writing() as work:
        work.deep_links.sweep(NOW + HOUR + SECOND)

    assert kept is not None
    assert found(store) is None


def test_a_repeated_post_is_recognised_when_it_is_the_same_browser_and_a_moment_ago(store: Store) -> None:
    asked(store)
    with store.reading() as work:
        repeated = [
            work.deep_links.repeated(state, token, since)
            for state, token, since in (
                ("state-1", "token-1", NOW - SECOND),
                ("state-2", "token-1", NOW - SECOND),
                ("state-1", "token-2", NOW - SECOND),
                ("state-1", "token-1", NOW),
            )
        ]

    assert ["handle-1", None, None, None] == repeated


def test_a_link_has_six_columns_when_it_is_older_than_the_choice(engine: Engine) -> None:
    """The migration back and forth with a link inside: as before, and made by no selection."""
    planted = plant(Store(engine))
    _migrate(engine, command.downgrade, "0004")
    with engine.connect() as connection:
        names = connection.execute(text("SELECT * FROM resource_link")).keys()
    _migrate(engine, command.upgrade, "head")
    with Store(engine).reading() as work:
        link = work.courses.link(CENTRE, planted.link_id)

    assert not {"columns", "deep_link"} & set(names)
    assert link is not None
    assert (Columns.SIX, "", "diagnostic") == (link.columns, link.deep_link, link.activity)


def _migrate(engine: Engine, direction: object, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        direction(config, revision)  # type: ignore[operator]  # one of alembic's two commands
        connection.commit()
