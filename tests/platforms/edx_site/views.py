"""The course's own pages: starting a launch, and what the tests ask about the site."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from edx_site.block import USAGE_KEY, course_block
from edx_site.gradebook import published
from edx_site.people import PEOPLE, Person, account_of
from lti_consumer.api import get_lti_1p3_content_url, get_lti_1p3_launch_info
from lti_consumer.models import LtiAgsLineItem, LtiAgsScore, LtiDlContentItem


def _person(request: HttpRequest) -> Person:
    """Return the person named by `?user=`, the site's only form of identification."""
    try:
        return PEOPLE[request.GET.get("user", "learner")]
    except KeyError as error:
        raise Http404("nobody of that name in the course") from error


def _login_initiation(person: Person) -> str:
    """Return the tool's login address with the parameters the consumer prepares for this person."""
    return get_lti_1p3_content_url(course_block(person).get_lti_1p3_launch_data())


def launch(request: HttpRequest) -> HttpResponse:
    """Start a launch in the current window."""
    return HttpResponseRedirect(_login_initiation(_person(request)))


def unit(request: HttpRequest) -> HttpResponse:
    """Show the course unit with the tool in a frame, which is where edX puts it by default."""
    page = (
        '<!doctype html><html lang="en"><head><title>Activity</title></head><body><h1>Activity</h1>'
        '<iframe title="Activity" src="{}" width="100%" height="800"></iframe></body></html>'
    )
    return HttpResponse(format_html(page, _login_initiation(_person(request))))


def studio(request: HttpRequest) -> HttpResponse:
    """Log the person in and show the block as Studio does, with the consumer's own page."""
    person = _person(request)
    login(request, account_of(person), backend="django.contrib.auth.backends.ModelBackend")
    launch_data = course_block(person).get_lti_1p3_launch_data()
    return render(request, "html/lti_1p3_studio.html", get_lti_1p3_launch_info(launch_data))


def show_settings(request: HttpRequest) -> JsonResponse:
    """Give what a tool's administrator would copy from Studio, and the accounts of the course."""
    info = get_lti_1p3_launch_info(course_block(PEOPLE["instructor"]).get_lti_1p3_launch_data())
    users = {
        name: {
            "id": account_of(person).id,
            "sub": person.external_id,
            "full_name": person.full_name,
            "email": person.email,
            "role": person.role,
        }
        for name, person in PEOPLE.items()
    }
    return JsonResponse(
        {
            "issuer": settings.LMS_ROOT_URL,
            "client_id": info["client_id"],
            "deployment_id": info["deployment_id"],
            "auth_login_url": info["oidc_callback"],
            "token_url": info["token_url"],
            "jwks_url": info["keyset_url"],
            "resource_link_id": str(USAGE_KEY),
            "context_id": str(USAGE_KEY.context_key),
            "users": users,
        }
    )


def _line_item(item: LtiAgsLineItem) -> dict[str, Any]:
    """Describe a stored line item in the names of the AGS specification."""
    return {
        "id": item.id,
        "label": item.label,
        "scoreMaximum": item.score_maximum,
        "tag": item.tag,
        "resourceId": item.resource_id,
        "resourceLinkId": str(item.resource_link_id) if item.resource_link_id else None,
        "startDateTime": item.start_date_time,
        "endDateTime": item.end_date_time,
    }


def _score(score: LtiAgsScore) -> dict[str, Any]:
    """Describe a stored score in the names of the AGS specification."""
    return {
        "lineItem": score.line_item_id,
        "userId": score.user_id,
        "timestamp": score.timestamp,
        "scoreGiven": score.score_given,
        "scoreMaximum": score.score_maximum,
        "comment": score.comment,
        "activityProgress": score.activity_progress,
        "gradingProgress": score.grading_progress,
    }


@transaction.non_atomic_requests
def show_records(request: HttpRequest) -> JsonResponse:
    """List the rows the consumer stored for the tool, and the grades it published."""
    return JsonResponse(
        {
            "line_items": [_line_item(item) for item in LtiAgsLineItem.objects.order_by("id")],
            "scores": [_score(score) for score in LtiAgsScore.objects.order_by("id")],
            "grades": published(),
            "content_items": [
                {"type": item.content_type, **item.attributes}
                for item in LtiDlContentItem.objects.order_by("id")
            ],
        }
    )
