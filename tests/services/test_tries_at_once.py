"""How many platforms a web process asks for its administrators at the same time."""

from __future__ import annotations

from lti_tool.domain.errors import TooManyRequests
from lti_tool.services.administrators import Administration
from lti_tool.services.platforms import Platforms
from tests.services.world import World


def test_a_third_try_is_put_off_when_two_platforms_take_their_time(world: World) -> None:
    """The pages' threads are not for waiting: two tries at once, and as many again afterwards."""
    world.visit()
    who = Administration(centre_id=world.registration.centre_id, centre_name="Centre", session_id="s")
    refused: list[str] = []

    class Nested:
        depth = 0

        def try_grades(self, *_arguments: object, **_more: object) -> None:
            self.depth += 1
            try:
                platforms.try_grades(who, world.registration.id)
            except TooManyRequests as error:
                refused.append(f"{self.depth} {error.reason}")

    platforms = Platforms(world.services.store, Nested(), clock=world.clock)
    for _ in range(2):
        platforms.try_grades(who, world.registration.id)

    assert ["2 tries-in-hand", "4 tries-in-hand"] == refused
