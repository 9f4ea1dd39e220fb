"""One's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from sluss.people import services
from sluss.trust.requests import Request


@login_required
def account(request: Request) -> HttpResponse:
    return render(request, "people/account.html", {"has_second_factor": is_mfa_enabled(request.user)})


@require_POST
def choose_language(request: Request) -> HttpResponseBase:
    """Show pages in the language from now on; who is signed in gets e-mail in it, too."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        services.choose_language(request.user, language)
    return set_language(request)
