"""Every table of the schema: its purpose, how long its rows live, what each column says about people.

The register of processing, the copy of one's own data, erasure and the daily sweep are made from this map;
a test walks the schema and fails on a column that is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.store.data_use import Kept, TableUse, use

INSTALLATION: Mapping[str, TableUse] = {
    "centre": use(
        "The centre and what it decided.",
        Kept.CENTRE,
        is_shared=True,
        internal="id assistants_see video_rooms grade_rule accent sharing kept_months created_at",
        public="name",
    ),
    "centre_logo": use(
        "The centre's logo, drawn anew from the file that was sent.",
        Kept.CENTRE,
        internal="id width height created_at",
        public="bytes",
    ),
    "administrator_link": use(
        "A way in for an administrator, good once.",
        Kept.SESSION,
        internal="token_hash created_at expires_at used_at",
    ),
    "administrator_session": use(
        "An administrator who is at work.",
        Kept.SESSION,
        internal="id token_hash created_at last_seen_at expires_at",
    ),
    "erasure": use(
        "Who was erased, as a keyed digest, so that a restored backup does not bring them back.",
        Kept.CENTRE,
        internal="digest erased_at",
    ),
    "audit_entry": use(
        "Who decided what, without names: a chain that nobody alters.",
        Kept.CENTRE,
        internal="number actor action object_kind object_id detail at previous hash",
    ),
    "audit_head": use(
        "The end of the audit trail's chain.", Kept.CENTRE, is_shared=True, internal="id number hash"
    ),
    "security_event": use(
        "Refused requests, without names, to find attacks and wrong settings.",
        Kept.LOG,
        internal="id at code reason correlation registration_id detail is_signed",
    ),
    "limit_turn": use(
        "How often somebody asked, as a keyed digest: guesses are counted by all web processes together.",
        Kept.SESSION,
        is_shared=True,
        internal="digest full_at",
    ),
    "tool_key": use(
        "The tool's own keys.",
        Kept.CENTRE,
        is_shared=True,
        internal="kid sealed_private created_at",
        public="public_jwk",
    ),
    "badge_key": use(
        "The key that signs a centre's badges.",
        Kept.CENTRE,
        internal="kid sealed_private created_at",
        public="public_jwk",
    ),
    "agreement_text": use(
        "The centre's charter, every version of it.",
        Kept.CENTRE,
        internal="name version written_at",
        public="markdown html",
    ),
    "resource_card": use(
        "Places and services that help, as the centre wrote them.",
        Kept.CENTRE,
        internal="id title_key is_hidden checked_on version changed_at",
        public="card",
    ),
    "invitation": use(
        "The secret with which one platform connects itself.",
        Kept.INVITATION,
        internal="token_hash name created_at expires_at claimed_at used_at registration_id",
    ),
    "registration": use(
        "A connected platform.",
        Kept.PLATFORM,
        internal="id issuer client_id auth_login_url token_url jwks_url token_audience granted_scopes"
        " extra_parents service_hosts name is_enabled created_at",
    ),
    "registration_key": use(
        "The keys that one platform knows the tool by.",
        Kept.PLATFORM,
        internal="registration_id kid sealed_private created_at",
        public="public_jwk",
    ),
    "circuit": use(
        "Whether a platform answers.",
        Kept.PLATFORM,
        internal="registration_id failures reason since open_until",
    ),
    "deployment": use(
        "Where a platform installed the tool.",
        Kept.PLATFORM,
        internal="id registration_id deployment_id created_at",
    ),
    "platform_sign": use(
        "The first signs of life of a platform, for whoever connects it.",
        Kept.PLATFORM,
        internal="registration_id first_message_at grades_tried_at grades_reason",
    ),
    "context": use(
        "A course of the platform.",
        Kept.PLATFORM,
        internal="id deployment_id context_id title history created_at",
    ),
    "course_setting": use(
        "What the trainers of a course set: when they are told of a long absence, their telephone number.",
        Kept.PLATFORM,
        internal="context_id quiet_days changed_at",
        public="phone",
    ),
    "tools_of_day": use(
        "Which tools the trainers check at the first use in class, by activity.",
        Kept.PLATFORM,
        internal="resource_link_id tools changed_at",
    ),
    "resource_link": use(
        "An activity in a course.",
        Kept.PLATFORM,
        internal="id registration_id deployment_id context_id resource_link_id title activity deep_link"
        " columns lineitems_url lineitem_url scopes created_at",
    ),
    "line_item": use(
        "A column of the platform's gradebook.",
        Kept.PLATFORM,
        internal="id resource_link_id column_key tag resource_id label maximum url is_ours bound_at"
        " binding_until",
    ),
    "roster": use(
        "When a course's list of people was read.",
        Kept.PLATFORM,
        internal="id registration_id url due_at asked_at read_at tried_at reason attempts pending_missing"
        " agreed_missing fencing lease_owner lease_until names_changed names_known names_changed_at",
    ),
    "practice_review": use(
        "How a team judged its own practice in a course. No learner is in it.",
        Kept.CENTRE,
        mentions="by",
        internal="id context_id answers at",
    ),
    "login_state": use(
        "A login that has begun, without the person.",
        Kept.SESSION,
        internal="state_hash nonce browser_hash registration_id target_link_uri deployment_hint created_at"
        " expires_at agent_hash storage_hash storage_target",
    ),
}

VISITS: Mapping[str, TableUse] = {
    "person": use(
        "Who somebody is on the platform: its pseudonym.",
        Kept.PERSON,
        owner="id",
        internal="registration_id",
        personal="sub created_at",
    ),
    "person_name": use(
        "The name as the platform shows it, where the centre lets it.",
        Kept.NAME,
        owner="id",
        personal="name refreshed_at",
    ),
    "course_member": use(
        "Who is in which course.",
        Kept.PERSON,
        owner="person_id",
        internal="context_id number",
        personal="rights listed_rights is_learner is_listed groups first_seen_at launched_at left_at",
    ),
    "membership": use(
        "Who opened which activity.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id number",
        personal="rights is_graded first_launch_at last_launch_at",
    ),
    "comfort": use(
        "How the person wants the pages: size, spacing, colours, one hand, sound, a second language.",
        Kept.PERSON,
        owner="person_id",
        personal="size spacing contrast is_one_handed has_sound second_language",
    ),
    "session": use(
        "A browser that is at work.",
        Kept.SESSION,
        owner="person_id",
        internal="id token_hash is_kiosk",
        personal="created_at last_seen_at expires_at",
    ),
    "launch": use(
        "An open page of an activity.",
        Kept.SESSION,
        owner="person_id",
        internal="id session_id resource_link_id return_url frame_origin state_hash is_handed_over",
        personal="rights is_graded locale created_at",
    ),
    "deep_link_request": use(
        "A trainer who is choosing an activity.",
        Kept.SESSION,
        owner="person_id",
        internal="id session_id registration_id deployment_id context_id return_url accepts_several"
        " accepts_line_items data course frame_origin course_url state_hash expires_at answer is_cancelled",
        personal="locale created_at",
    ),
    "kiosk_code": use(
        "A short code for a shared computer.",
        Kept.SESSION,
        owner="person_id",
        internal="resource_link_id digest",
        personal="expires_at",
    ),
    "sitting": use(
        "A learner's activity on the screen of whoever helps.",
        Kept.SESSION,
        owner="person_id",
        internal="launch_id",
        personal="begun_at",
    ),
    "record_view": use(
        "Who looked at whose record, so that the person can see it.",
        Kept.LOOKS,
        owner="person_id",
        mentions="viewer_id",
        internal="context_id",
        personal="day what first_at last_at times",
    ),
    "person_restriction": use(
        "Whose data are only stored, and since when.",
        Kept.PERSON,
        owner="person_id",
        personal="restricted_at",
    ),
    "shelved_row": use(
        "What lies apart of somebody whose data are only stored.",
        Kept.PERSON,
        owner="person_id",
        internal="number name",
        sensitive="content",
    ),
    "data_request": use(
        "What a person asked for about their data, and the answer.",
        Kept.PERSON,
        owner="person_id",
        free_text="answer",
        internal="id",
        personal="kind asked_at answered_at",
        sensitive="answer",
    ),
}
