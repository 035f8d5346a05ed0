"""LTI Advantage certification, core, 6.1.2 and 6.1.3: launches that a tool must accept.

The nine launches of a teacher and the nine of a student, and the tenth that the newer list adds to each.
Who has a teacher's role opens the group; whoever has no role that we know has a learner's rights.
Source: https://www.imsglobal.org/spec/lti/v1p3/cert#valid-teacher-launches and #valid-student-launches
"""

from __future__ import annotations

import pytest

from tests.certification.check import CLAIM, METHODS, Claims, having, launched
from tests.people import INSTRUCTOR_ROLE, LEARNER, LEARNER_ROLE, TRAINER
from tests.web.site import Site
from tests.web.tables import count, values

ROLES = f"{CLAIM}roles"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
UNKNOWN_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper"
NAMES = ("name", "given_name", "family_name")
E_MAIL = ("email",)

pytestmark = pytest.mark.parametrize("method", METHODS)


class TestTeacher:
    """Source: https://www.imsglobal.org/spec/lti/v1p3/cert#valid-teacher-launches"""

    def test_launch(self, site: Site, method: str) -> None:
        """Valid Instructor Launch: Launch LTI 1.3 Message as Instructor."""
        assert launched(site, TRAINER, method).page.name == "cohort"

    def test_launch_with_roles(self, site: Site, method: str) -> None:
        """Valid Instructor Launch with Roles: Launch Instructor with Multiple Role Values."""
        roles = having({ROLES: [INSTRUCTOR_ROLE, f"{INSTITUTION}Instructor", f"{INSTITUTION}Faculty"]})

        assert launched(site, TRAINER, method, claims=roles).page.name == "cohort"

    def test_launch_short_role(self, site: Site, method: str) -> None:
        """Valid Instructor Launch Short Role: Launch Instructor with Short Role Value."""
        assert launched(site, TRAINER, method, claims=having({ROLES: ["Instructor"]})).page.name == "cohort"

    def test_launch_unknown_role(self, site: Site, method: str) -> None:
        """Valid Instructor Launch Unknown Role: Launch Instructor with Unknown Role."""
        assert launched(site, TRAINER, method, claims=having({ROLES: [UNKNOWN_ROLE]})).page.name == "welcome"

    def test_launch_no_role(self, site: Site, method: str) -> None:
        """Valid Instructor Launch No Role: Launch Instructor With No Role."""
        assert launched(site, TRAINER, method, claims=having({ROLES: []})).page.name == "welcome"

    def test_launch_email_only(self, site: Site, method: str) -> None:
        """Valid Instructor Launch Email Only: Launch Instructor Only Email."""
        assert launched(site, TRAINER, method, claims=having({}, *NAMES)).page.name == "cohort"
        assert count(site.engine, "person_name") == 0

    def test_launch_names_only(self, site: Site, method: str) -> None:
        """Valid Instructor Launch Names Only: Launch Instructor Only Names."""
        assert launched(site, TRAINER, method, claims=having({}, *E_MAIL)).page.name == "cohort"
        assert values(site.engine, "person_name", "name") == [(TRAINER.name,)]

    def test_launch_no_pii(self, site: Site, method: str) -> None:
        """Valid Instructor No PII: Launch Instructor No PII."""
        assert launched(site, TRAINER, method, claims=having({}, *NAMES, *E_MAIL)).page.name == "cohort"
        assert count(site.engine, "person_name") == 0

    def test_launch_email_without_context(self, site: Site, method: str) -> None:
        """Valid Instructor Email Without Context: Launch Instructor With Email No Context."""
        alone = having({}, *NAMES, f"{CLAIM}context")

        assert launched(site, TRAINER, method, claims=alone).page.name == "cohort"
        assert count(site.engine, "context") == 0

    def test_launch_new_resource_link(self, site: Site, method: str) -> None:
        """Valid Instructor New resource_id: Launch LTI Instructor New resource_link_id."""
        launched(site, TRAINER, method)

        assert launched(site, TRAINER, method, claims=_another_link).page.name == "cohort"
        assert count(site.engine, "resource_link") == 2


class TestStudent:
    """Source: https://www.imsglobal.org/spec/lti/v1p3/cert#valid-student-launches"""

    def test_launch(self, site: Site, method: str) -> None:
        """Valid Student Launch: Launch LTI 1.3 Message as Student."""
        assert launched(site, LEARNER, method).page.name == "welcome"

    def test_launch_with_roles(self, site: Site, method: str) -> None:
        """Valid Student Launch with Roles: Launch Student with Multiple Role Values."""
        roles = having({ROLES: [LEARNER_ROLE, f"{INSTITUTION}Student", f"{INSTITUTION}Instructor"]})

        assert launched(site, LEARNER, method, claims=roles).page.name == "welcome"

    def test_launch_short_role(self, site: Site, method: str) -> None:
        """Valid Student Launch Short Role: Launch Student with Short Role Value."""
        assert launched(site, LEARNER, method, claims=having({ROLES: ["Learner"]})).page.name == "welcome"

    def test_launch_unknown_role(self, site: Site, method: str) -> None:
        """Valid Student Launch Unknown Role: Launch Student with Unknown Role."""
        assert launched(site, LEARNER, method, claims=having({ROLES: [UNKNOWN_ROLE]})).page.name == "welcome"

    def test_launch_no_role(self, site: Site, method: str) -> None:
        """Valid Student Launch No Role: Launch Student With No Role."""
        assert launched(site, LEARNER, method, claims=having({ROLES: []})).page.name == "welcome"

    def test_launch_email_only(self, site: Site, method: str) -> None:
        """Valid Student Launch Email Only: Launch Student Only Email."""
        assert launched(site, LEARNER, method, claims=having({}, *NAMES)).page.name == "welcome"
        assert count(site.engine, "person_name") == 0

    def test_launch_names_only(self, site: Site, method: str) -> None:
        """Valid Student Launch Names Only: Launch Student Only Names."""
        assert launched(site, LEARNER, method, claims=having({}, *E_MAIL)).page.name == "welcome"
        assert values(site.engine, "person_name", "name") == [(LEARNER.name,)]

    def test_launch_no_pii(self, site: Site, method: str) -> None:
        """Valid Student No PII: Launch Student No PII."""
        assert launched(site, LEARNER, method, claims=having({}, *NAMES, *E_MAIL)).page.name == "welcome"
        assert count(site.engine, "person_name") == 0

    def test_launch_email_without_context(self, site: Site, method: str) -> None:
        """Valid Student Email Without Context: Launch Student With Email No Context."""
        alone = having({}, *NAMES, f"{CLAIM}context")

        assert launched(site, LEARNER, method, claims=alone).page.name == "welcome"
        assert count(site.engine, "context") == 0

    def test_launch_new_resource_link(self, site: Site, method: str) -> None:
        """Valid Student New resource_id: Launch LTI Student New resource_link_id."""
        launched(site, LEARNER, method)

        assert launched(site, LEARNER, method, claims=_another_link).page.name == "welcome"
        assert count(site.engine, "resource_link") == 2


def _another_link(claims: Claims) -> None:
    claims[f"{CLAIM}resource_link"] = {"id": "a-new-link", "title": "Encore une activité"}
