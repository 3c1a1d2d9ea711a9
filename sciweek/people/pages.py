"""One's own account, and the page for an identity that nobody knows yet."""

from typing import cast

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.people import identities
from sciweek.people.actions import edit_person, erase_person
from sciweek.people.adapters import actor_of
from sciweek.people.forms import EraseForm, MeForm
from sciweek.people.models import Person


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Name, phone, e-mail; the ways in."""
    person = cast(Person, request.user)
    seen = {
        "name": person.name,
        "phone": person.phone_shown,
        "email": person.email,
        "seen_version": person.version,
    }
    form = MeForm(posted(request), initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            edit_person(
                actor_of(person), person, seen_version=form.cleaned_data["seen_version"], **form.plain()
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("people_me")
    status = 422 if form.errors else 200
    return render(request, "people/me.html", {"form": form, "person": person}, status=status)


@login_required
def erase_me(request: HttpRequest) -> HttpResponse:
    """Empty one's own account for good, after typing the login once more."""
    person = cast(Person, request.user)
    form = EraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["login"].strip().lower() != person.login:
            form.add_error("login", _("和您的登录名不一样。请照着输入。"))
        else:
            try:
                erase_person(actor_of(person), person)
            except Refused as refusal:
                form.show(refusal)
            else:
                logout(request)
                return render(request, "people/erased.html")
    status = 422 if form.errors else 200
    return render(request, "people/erase.html", {"form": form, "person": person}, status=status)


def joined_login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the provider; when it cannot be reached or makes no sense, say so instead of breaking."""
    try:
        return oidc.login(request, provider_id)
    except (OSError, ValueError, KeyError):
        return render(request, "socialaccount/authentication_error.html", status=503)


def unknown_identity(request: HttpRequest) -> HttpResponse:
    """What to do with a joined sign-in that belongs to nobody here."""
    identity = identities.shown(request)
    if identity is None:
        return redirect("account_login")
    return render(request, "people/unknown_identity.html", {"identity": identity}, status=403)
