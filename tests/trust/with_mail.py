"""The addresses of a house where mail is set up."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import path

from roret.config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *urlpatterns,
    path("sign-in/code", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm", account.confirm_login_code, name="account_confirm_login_code"),
]
