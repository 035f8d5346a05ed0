"""The guides: their list, and the longest of them as it is."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from lti_tool import paths
from lti_tool.content.guides import Guides
from lti_tool.web.present import Frame
from lti_tool.web.present_guides import GuidePage, SectionLink

TEMPLATE = "guides/guide.html"


def guides() -> Iterator[tuple[str, str, GuidePage]]:
    """Name, template and page of each."""
    known = Guides(paths.CONFIG)
    for name, slug in (("list", ""), ("long", "operator")):
        found = known.find(slug, "fr")
        assert found is not None
        sections = (SectionLink(href=f"#{one.name}", title=one.title) for one in found.page.sections)
        yield (
            f"guides/{name}",
            TEMPLATE,
            GuidePage(
                title=found.page.title,
                text=Markup(found.page.html),  # cleaned when it was read
                spoken="fr",
                sections=tuple(sections),
                list_href="/guides/" if slug else "",
                frame=Frame(guide_href="/guides/trainer"),
            ),
        )
