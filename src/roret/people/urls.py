"""Our own pages of accounts, and those of allauth that are used: no others are mounted."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import URLPattern, path

from roret.people import views

app_name = "people"

urlpatterns = [
    path("in/<str:token>", views.link, name="link"),
    path("me", views.me, name="me"),
    path("me/ways", views.ways, name="ways"),
    path("me/password", views.password, name="password"),
    path("me/other-device", views.other_device, name="other_device"),
    path("me/browsers/<str:key>/end", views.end_session, name="end_session"),
    path("me/look", views.theme, name="theme"),
    path("me/language", views.language, name="language"),
]

# These keep allauth's own names, since its code and templates look them up.
allauth_urlpatterns: list[URLPattern] = [
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("sign-in/again", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/again/second", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("me/ways-in", views.ways, name="mfa_index"),
    path("me/passkeys", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("me/passkeys/add", views.add_passkey, name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/remove", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("me/passkeys/<int:pk>/name", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("me/recovery-codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/recovery-codes/file", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
if settings.HAS_MAIL:
    allauth_urlpatterns += [
        path("sign-in/code", account.request_login_code, name="account_request_login_code"),
        path("sign-in/code/confirm", account.confirm_login_code, name="account_confirm_login_code"),
    ]
