"""Two web servers with nothing in common but the database."""

from __future__ import annotations

from tests.bench.farm import running_farm
from tests.bench.machine_checks import Walked, walk


def test_a_session_is_good_on_every_web_server_until_it_ends() -> None:
    with running_farm(extra_learners=0) as farm:
        walked = walk(farm)

    assert Walked(servers=2, errors=0, after_the_end=0) == walked
