"""Which test shows each requirement that concerns modules, path, charter, resources and agents.

The ids are those of the project's list of requirements, drawn from its source documents.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lti_tool import paths

MODULES, LIBRARY = "web/test_modules.py", "content/test_module_library.py"
PATH, RECORD, GROUP = "web/test_path.py", "web/test_path_record.py", "web/test_path_group.py"
CARDS, RESOURCES, STUCK = "web/test_cards.py", "web/test_resources.py", "web/test_stuck.py"
SHOWN_BY = {
    "S0-02": (PATH, "test_the_four_conditions_have_a_next_step_each_and_forbid_nothing"),
    "S0-05": (RESOURCES, "test_a_result_names_three_cards_near_by"),
    "S0-06": (RESOURCES, "test_who_helps_names_a_person_a_place_and_an_hour"),
    "S0-07": (MODULES, "test_a_module_for_a_distance_waits_while_a_trainer_asks_for_it"),
    "S0-08": (LIBRARY, "test_the_catalogue_is_whole_when_the_modules_are_read"),
    "S1-01": (
        RECORD,
        "test_what_was_said_to_the_trainer_and_that_somebody_was_beside_them_stands_in_the_record",
    ),
    "S1-04": (RECORD, "test_the_record_tells_the_four_stages_and_the_list_with_its_reasons"),
    "S1-13": ("domain/test_path_stages.py", "test_the_diagnostic_is_due_thirty_days_after_the_first_launch"),
    "S1-14": (RECORD, "test_a_trainer_sees_what_was_done_for_real_and_says_so_once"),
    "S1-15": ("domain/test_resources.py", "test_a_card_that_answers_more_needs_comes_first"),
    "S1-16": (LIBRARY, "test_the_core_path_fits_in_half_a_day_when_its_minutes_are_added"),
    "S1-17": (RESOURCES, "test_everybody_in_a_course_reads_the_library_by_kind"),
    "S1-18": (MODULES, "test_the_charter_is_agreed_to_once_and_its_copy_keeps_the_words_of_that_day"),
    "S1-19": ("domain/test_path.py", "test_a_module_comes_again_when_a_later_check_misses_what_it_teaches"),
    "S1-21": (RECORD, "test_the_learner_reads_the_list_that_the_trainer_confirmed"),
    "S1-23": ("web/test_video_rooms.py", "test_a_module_draws_the_room_of_the_centres_tool"),
    "S1-24": ("web/test_reminders.py", "test_three_texts_are_ready_to_copy_on_the_record"),
    "S1-25": (MODULES, "test_it_goes_on_where_it_was_left_when_it_is_opened_again"),
    "S1-29": (STUCK, "test_a_cause_brings_a_first_gesture_and_the_trainer_reads_it"),
    "S1-31": (LIBRARY, "test_no_two_modules_ask_the_same_when_all_are_read"),
    "S1-33": ("domain/test_resources.py", "test_a_card_for_beginners_is_left_out_when_the_person_knows_more"),
    "S2-05": (RESOURCES, "test_a_centres_card_stands_with_its_hours_and_a_hidden_one_is_gone"),
    "S2-06": (CARDS, "test_a_whole_table_is_added"),
    "S2-07": (STUCK, "test_the_button_is_on_every_page_of_a_learner"),
    "S2-10": (
        "content/test_own_modules.py",
        "test_own_modules_stand_beside_the_others_when_a_folder_is_named",
    ),
    "S2-11": (MODULES, "test_a_trainer_prints_and_shows_every_module"),
    "S2-19": ("content/test_path_ids.py", "test_the_core_the_video_room_and_safety_are_there"),
    "S2-21": (CARDS, "test_a_card_that_is_written_stands_in_the_library_at_once"),
    "S2-26": (RESOURCES, "test_links_away_lead_to_safe_addresses_in_a_page_of_their_own"),
    "S3-02": (RESOURCES, "test_every_page_of_a_learner_leads_to_who_helps"),
    "S3-03": (MODULES, "test_the_trainers_track_is_shut_for_learners_unless_their_link_opens_it"),
    "S3-04": ("web/test_desk.py", "test_the_agent_reads_what_to_say_and_where_to_send_when_it_is_over"),
    "S3-05": ("content/test_module_words.py", None),
    "S3-06": ("web/test_desk.py", "test_no_area_reads_above_2_or_without_a_question_when_all_went_well"),
    "S3-08": (RESOURCES, "test_who_helps_names_a_person_a_place_and_an_hour"),
    "S3-10": (CARDS, "test_the_day_of_the_last_check_is_shown_to_both"),
    "S3-11": (MODULES, "test_the_wall_uncovers_hints_and_then_the_answer_without_keeping_anything"),
    "S4-05": ("domain/test_path.py", "test_the_wishes_set_the_order_of_what_comes_after_the_start"),
    "S4-07": (RESOURCES, "test_who_helps_is_honest_when_nothing_is_known"),
    "S4-12": (RECORD, "test_a_template_ticks_other_modules_and_keeps_nothing_by_itself"),
    "S4-13": ("domain/test_path_stages.py", "test_a_stage_of_modules_is_done_when_nothing_is_left_of_it"),
    "S4-15": ("content/test_module_words.py", None),
    "S4-16": (RESOURCES, "test_evening_weekend_and_language_are_filters_in_the_address"),
    "S4-17": ("content/test_path_ids.py", "test_every_wish_leads_to_a_module"),
    "S4-18": (RECORD, "test_a_stage_is_skipped_for_a_reason_and_taken_up_again"),
    "S4-20": (MODULES, "test_it_goes_on_where_it_was_left_when_it_is_opened_again"),
}
"""The file below ``tests`` and the test; without a name, every test of the file."""

NOT_YET = {
    "S2-13": "what happens to the answers is taught; the log of who looked at a record is missing",
    "S4-11": "the trainer's name is shown; picture and voice are missing",
}
"""What is wanted and not built, and what is missing of it."""


@pytest.mark.parametrize("row", SHOWN_BY)
def test_a_requirement_points_to_a_test_that_exists(row: str) -> None:
    place, name = SHOWN_BY[row]

    known = _tests_of(paths.ROOT / "tests" / place)

    assert known
    assert name is None or name in known


def test_no_requirement_is_shown_and_missing_at_once() -> None:
    assert set() == set(SHOWN_BY) & set(NOT_YET)
    assert all(NOT_YET.values())


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }
