"""The tables with what learners answered, learned and were told: see ``data_map``."""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.store.data_map import INSTALLATION, VISITS
from lti_tool.store.data_use import Kept, TableUse, use

LEARNING: Mapping[str, TableUse] = {
    "attempt": use(
        "A diagnostic, begun or finished, with what the person said at its start.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id seed strand bank_version engine_version version last_submission"
        " current_item_id current_scene_id current_tries current_is_helped current_opened_at",
        personal="activity mode stage state access started_at updated_at finished_at shared_at paper_on"
        " is_shared_at_end",
        sensitive="start",
    ),
    "answer": use(
        "How one task went.",
        Kept.PERSON,
        through=("attempt", "attempt_id"),
        internal="item_version submission_id difficulty slope guess",
        personal="position item_id competence level family format outcome tries right_parts parts seconds"
        " answered_at is_accompanied",
    ),
    "area_level": use(
        "The level found in each area.",
        Kept.PERSON,
        through=("attempt", "attempt_id"),
        personal="area level low high p",
    ),
    "check_run": use(
        "The questions about equipment and obstacles, begun or finished.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id context_id",
        personal="check_slug stage started_at updated_at finished_at shared_at",
    ),
    "check_answer": use(
        "What was said about equipment and obstacles.",
        Kept.PERSON,
        through=("check_run", "run_id"),
        free_text="line",
        personal="question is_skipped answered_at",
        sensitive="choices line",
    ),
    "background": use(
        "Statistics: age, work, schooling and the like, as the person said it. Read in totals alone.",
        Kept.PERSON,
        owner="person_id",
        personal="question answered_at",
        sensitive="choice",
    ),
    "outside_result": use(
        "A result of another test that the person brought.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id context_id",
        personal="source taken_on says area level_id score entered_by entered_at agreed_at withdrawn_at",
    ),
    "delivery": use(
        "A result on its way to the platform's gradebook.",
        Kept.PERSON,
        owner="person_id",
        internal="line_item_id desired_version state next_attempt_at due_since sent_version"
        " acknowledged_version acknowledged_how attempts fencing lease_owner lease_until reason last_status"
        " is_verify_first",
        personal="desired_points maximum comment event_at sent_points sent_at acknowledged_points"
        " acknowledged_at platform_points",
    ),
    "delivery_attempt": use(
        "Each try to pass a result on.",
        Kept.DELIVERY_LOG,
        owner="person_id",
        internal="id line_item_id version reason",
        personal="at points",
    ),
    "module_run": use(
        "A module, begun or finished.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id context_id module_version version",
        personal="module round at is_accompanied points started_at updated_at finished_at ended_at",
    ),
    "module_step": use(
        "What was done in one step of a module.",
        Kept.PERSON,
        through=("module_run", "run_id"),
        mentions="confirmed_by",
        personal="step outcomes scene hints is_told ticked said is_put_off done_at confirmed_at",
    ),
    "agreement": use(
        "Which version of the charter the person agreed to.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id context_id",
        personal="name version agreed_at",
    ),
    "path_plan": use(
        "The person's path through the modules.",
        Kept.PERSON,
        owner="person_id",
        mentions="confirmed_by waits_by",
        free_text="wait_reason",
        internal="id resource_link_id context_id version",
        personal="updated_at confirmed_at waits_since",
        sensitive="wait_reason",
    ),
    "path_choice": use(
        "A module that a trainer added to or took out of a path.",
        Kept.PERSON,
        through=("path_plan", "plan_id"),
        mentions="by",
        personal="module is_wanted at",
    ),
    "path_skip": use(
        "A stage of the path that a trainer left out.",
        Kept.PERSON,
        through=("path_plan", "plan_id"),
        mentions="by",
        personal="stage reason at",
    ),
}

HELPING: Mapping[str, TableUse] = {
    "stuck_call": use(
        "A call for help.",
        Kept.PERSON,
        owner="person_id",
        internal="id resource_link_id context_id solved_by",
        personal="place called_at coming_at solved_at",
        sensitive="cause",
    ),
    "action": use(
        "What is to be done for somebody: a device, a connection, a place.",
        Kept.PERSON,
        owner="person_id",
        mentions="by added_by",
        free_text="text reason",
        internal="id context_id version",
        personal="kind source since state at",
        sensitive="text reason",
    ),
    "loan": use(
        "A thing that was lent.",
        Kept.PERSON,
        owner="person_id",
        mentions="lent_by returned_by helps_by",
        free_text="condition missing",
        internal="id context_id version",
        personal="thing what inventory accessories more lent_on due_on lent_at returned_on helps helps_at",
        sensitive="condition missing",
    ),
    "one_off": use(
        "A one-off help: what it was about and when, never to whom.",
        Kept.CENTRE,
        mentions="by",
        internal="id context_id topic at",
    ),
    "note": use(
        "What a trainer wrote down after a talk.",
        Kept.PERSON,
        owner="person_id",
        mentions="written_by struck_by emptied_by",
        free_text="text",
        internal="id resource_link_id context_id",
        personal="written_at changed_at struck_at emptied_at",
        sensitive="text",
    ),
    "observation": use(
        "The level that a trainer saw, beside the measured one.",
        Kept.PERSON,
        through=("attempt", "attempt_id"),
        mentions="written_by ended_by",
        free_text="reason",
        internal="id",
        personal="area level observed_on written_at ended_at ended_how",
        sensitive="reason",
    ),
    "correction": use(
        "An answer that was put right, and why.",
        Kept.PERSON,
        through=("attempt", "attempt_id"),
        mentions="written_by",
        free_text="reason",
        internal="id",
        personal="question before after written_at",
        sensitive="reason",
    ),
    "objection": use(
        "A person who does not agree with a result, and the answer.",
        Kept.PERSON,
        through=("attempt", "attempt_id"),
        mentions="replied_by",
        free_text="words reply",
        internal="id",
        personal="said_at talked_on replied_at",
        sensitive="words reply",
    ),
    "attestation": use(
        "A document about a result, and the code to check it.",
        Kept.PERSON,
        owner="person_id",
        mentions="issued_by withdrawn_by",
        internal="id attempt_id code_digest fingerprint",
        personal="number statement issued_at withdrawn_at",
    ),
    "welcome_medium": use(
        "A trainer's picture or voice on the first page, with her consent.",
        Kept.PERSON,
        owner="person_id",
        internal="id context_id",
        personal="kind media_type bytes seconds words consented_at created_at",
    ),
    "task_voice": use(
        "A trainer's voice that reads a task, with her consent.",
        Kept.PERSON,
        owner="person_id",
        internal="id fingerprint",
        personal="item_id item_version language variant scene media_type bytes seconds consented_at"
        " created_at",
    ),
}

DATA_MAP: Mapping[str, TableUse] = {**INSTALLATION, **VISITS, **LEARNING, **HELPING}
"""Every table by its name."""
