"""Django settings of the course site; what differs from one run to the next comes from the environment."""

import os
from pathlib import Path

FOLDER = Path(os.environ["EDX_SITE_FOLDER"])
PORT = int(os.environ["EDX_SITE_PORT"])
TOOL_URL = os.environ["EDX_SITE_TOOL_URL"].rstrip("/")
SHARE_NAMES = os.environ.get("EDX_SITE_SHARE_NAMES", "") == "1"
GIVES_ROSTER = os.environ.get("EDX_SITE_GIVES_ROSTER", "") == "1"
# The LMS refuses to list a course with more members than this.
COURSE_MEMBER_API_ENROLLMENT_LIMIT = int(os.environ.get("EDX_SITE_ROSTER_LIMIT", "1000"))

# The site only ever listens on loopback and lives for one test run: the key protects nothing.
SECRET_KEY = "course-site-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "edx_site.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_filters",
    "lti_consumer.apps.LTIConsumerApp",
    "edx_site.apps.CourseSiteConfig",
]
# The consumer keeps launch data in edX's two-tier cache, whose first tier this empties between requests.
MIDDLEWARE = [
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# A cookie on 127.0.0.1 is sent to every port of it, the tool's too: this one must be nobody else's.
SESSION_COOKIE_NAME = "course_session"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "course.sqlite3",
        # As in an LMS: a request that fails leaves no rows behind.
        "ATOMIC_REQUESTS": True,
        # Requests are served by threads: a writer waits for another one instead of failing at once, and
        # the tests that look on (`views.show_records`) make no writer wait.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# What the consumer reads from the settings of an Open edX LMS.
LMS_ROOT_URL = f"http://127.0.0.1:{PORT}"
LEARNING_MICROFRONTEND_URL = LMS_ROOT_URL
PLATFORM_NAME = "Course site"
SERVICE_VARIANT = "lms"
USAGE_ID_PATTERN = r"(?P<usage_id>(?:i4x://?[^/]+/[^/]+/[^/]+/[^@]+(?:@[^/]+)?)|(?:[^/]+))"
