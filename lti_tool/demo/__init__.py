"""The demo LMS: a small LTI 1.3 platform, complete enough for launches, grades and a group's list."""
