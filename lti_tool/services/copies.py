"""Courses that were copied from another one that is known here."""

from __future__ import annotations

from lti_tool.services.launches import Visit
from lti_tool.store.unit_of_work import Store


class Copies:
    """Tells a trainer once that the older course's results stay there."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def is_to_be_told(self, visit: Visit) -> bool:
        """Whether this is a copy, and the visitor's first launch of it: later ones need no word."""
        centre_id = visit.link.centre_id
        with self._store.reading() as unit:
            return bool(
                unit.copies.older_courses(centre_id, visit.link.context_id)
            ) and unit.copies.is_first_launch(centre_id, visit.launch.handle)
