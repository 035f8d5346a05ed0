"""A page is bound to the centre of whoever opened it, and nothing stays bound after it."""

from __future__ import annotations

import pytest

from lti_tool.services.attempts import Attempts, Standing
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store
from tests.people import LEARNER
from tests.web.administering import other_centre
from tests.web.site import Site
from tests.web.tables import values

pytestmark = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


def test_a_forgetful_query_of_a_page_meets_its_own_centre_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query that names no centre stands in for a fault of ours."""
    other_centre(site)
    seen: list[int] = []
    asked = Attempts.standing

    def forgetful(attempts: Attempts, visit: Visit) -> Standing:
        seen.append(len(values(site.engine, "registration", "centre_id")))
        return asked(attempts, visit)

    monkeypatch.setattr(Attempts, "standing", forgetful)
    site.visitor(LEARNER)

    assert {1} == set(seen)
    assert 2 == len(values(site.engine, "registration", "centre_id"))


def test_nothing_is_bound_when_a_page_failed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    other_centre(site)
    learner = site.visitor(LEARNER)

    def broken(_attempts: Attempts, _visit: Visit) -> Standing:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Attempts, "standing", broken)
    assert 500 == learner.get(learner.at("welcome")).status_code
    with Store(site.engine).reading() as unit:
        assert 2 == sum(len(ids) for ids in unit.centres.by_months().values())
