"""Sign-in and one's own account. allauth's addresses are named one by one: what is not here does not exist, above
all its open sign-up and its list of e-mail addresses."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, URLResolver, include, path, re_path

from sciweek.people import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.me, name="people_me"),
    path("erase/", pages.erase_me, name="people_erase"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("joined/", social.connections, name="socialaccount_connections"),
    path("joined/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("joined/error/", social.login_error, name="socialaccount_login_error"),
    path("joined/unknown/", pages.unknown_identity, name="people_unknown_identity"),
    path("oidc/<slug:provider_id>/login/", pages.joined_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
]
