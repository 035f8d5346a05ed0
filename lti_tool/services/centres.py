"""What an administrator sets for the whole centre."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.audit import Deed
from lti_tool.services.administrators import Administration
from lti_tool.store.unit_of_work import Store


class Centres:
    """Use cases over the settings of one centre: that of the ``Administration`` of the request."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def assistants_see(self, who: Administration) -> AssistantView:
        """What the assistants of the centre see of a group."""
        with self._store.reading() as unit:
            return unit.centres.assistants_see(who.centre_id)

    def let_assistants_see(self, who: Administration, view: AssistantView) -> None:
        """Set it: it counts from the next page on. A second time changes nothing."""
        with self._store.writing() as unit:
            if unit.centres.let_assistants_see(who.centre_id, view):
                unit.audit.append(
                    Deed(
                        at=self._clock(),
                        actor=who.actor,
                        action="assistants-view-set",
                        object_kind="centre",
                        object_id=who.centre_id,
                        centre_id=who.centre_id,
                        detail=view.value,
                    )
                )
