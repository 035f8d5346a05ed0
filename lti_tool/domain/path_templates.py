"""Five routes that a trainer may start from instead of the proposals: one for each profile of the survey.

They are named after situations, never after kinds of people. Source: WeTechCare, survey of 326 people.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEMPLATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first-computer": ("M00", "M01", "M02", "M03", "M04", "M06", "M07", "M08", "M09", "M12", "M17"),
        "paperwork-by-phone": ("M00", "M03", "M06", "M07", "M12", "M13", "M19"),
        "job": ("M00", "M05", "M06", "M07", "M09", "M10", "M12", "M14"),
        "one-need": ("M00", "M06", "M07", "M12", "M14", "M15"),
        "little-time": ("M00", "M06", "M07", "M12"),
    }
)
"""The modules of each route by its name. The core and safety are in every one."""
