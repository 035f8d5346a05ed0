"""One claimed delivery with all that is needed to bring it to the LMS."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.domain.grade import Delivery
from lti_tool.domain.launch import Registration
from lti_tool.services.line_items import SCOPE
from lti_tool.store.courses import StoredLink
from lti_tool.store.delivery_values import StoredLineItem
from lti_tool.store.unit_of_work import Store, UnitOfWork

RESULT_SCOPE = f"{SCOPE}result.readonly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed delivery with all that is needed to send it."""

    delivery: Delivery
    registration: Registration
    link: StoredLink
    item: StoredLineItem
    sub: str

    @property
    def is_readable(self) -> bool:
        """Whether the platform lets the tool read what it shows."""
        return RESULT_SCOPE in self.link.ags.scopes


def parcel_of(store: Store, delivery: Delivery) -> Parcel | None:
    """All that belongs to a delivery; ``None`` when a part of it is gone."""
    with store.reading() as unit:
        item = unit.deliveries.line_item_by_id(delivery.centre_id, delivery.line_item_id)
        link = unit.courses.link(delivery.centre_id, item.resource_link_id) if item else None
        sub = unit.courses.sub_of(delivery.centre_id, delivery.person_id)
        if item is None or link is None or sub is None:
            return None
        registration = unit.registrations.get(delivery.centre_id, link.registration_id)
    if registration is None:
        return None
    return Parcel(delivery=delivery, registration=registration, link=link, item=item, sub=sub)


def claimed_still(unit: UnitOfWork, parcel: Parcel) -> Delivery | None:
    """The delivery as it is now, locked; ``None`` when another worker took it over."""
    claimed = parcel.delivery
    current = unit.deliveries.locked(claimed.centre_id, claimed.line_item_id, claimed.person_id)
    return current if current is not None and current.fencing == claimed.fencing else None
