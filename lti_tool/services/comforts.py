"""How somebody wants their pages: kept with the person, so that the next launch finds it on any device."""

from __future__ import annotations

from lti_tool.domain.comfort import Comfort
from lti_tool.domain.errors import NotFound
from lti_tool.domain.roles import Rights
from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store


class Comforts:
    """Use cases over what people chose. ``Launches.visit`` reads it along with the launch."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def choose(self, visit: Visit, comfort: Comfort) -> None:
        """Keep what a learner chose; what stands so already changes nothing.

        Raises:
            NotFound: the visitor is no learner, or their data are only stored: nothing new is kept.
        """
        launch = visit.launch
        if visit.rights is not Rights.LEARNER:
            raise NotFound(reason="learners-only")
        with self._store.writing() as unit:
            if unit.restrictions.since(launch.centre_id, launch.person_id) is not None:
                raise NotFound(reason="only-stored")
            if unit.comforts.of(launch.centre_id, launch.person_id) != comfort:
                unit.comforts.keep(launch.centre_id, launch.person_id, comfort)
