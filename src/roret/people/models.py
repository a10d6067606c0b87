"""Accounts: as little as will do. What somebody is called belongs to each circle, not here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from roret.kit import clock, ids


class People(BaseUserManager["Person"]):
    """Makes people. The e-mail address is optional; two cannot share one."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in. No name, no last seen."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.EmailField(null=True, unique=True)
    language = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)
    last_login = None  # when somebody was last here is nobody's business

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class SignInLink(models.Model):
    """A link that signs one person in, once. With no person it is the first person's, who is made by it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.TextField(unique=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Session(AbstractBaseSession):
    """A signed-in browser. `session_key` holds a hash of what the cookie says; the data is sealed."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    began_on = models.DateField()

    @classmethod
    def get_session_store_class(cls) -> type:
        from roret.people.sessions import SessionStore

        return SessionStore
