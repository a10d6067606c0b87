"""Model fields whose content is sealed for one owner and one row before it reaches the database.

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
        text = SealedText(label="circle.note.text", owner="seal_owner")

        @property
        def seal_owner(self) -> Owner:
            return Owner("member", self.member_id)

A value is sealed when its row is saved and opened when it is first read, then kept on the instance. Reading a row
whose key was destroyed raises `KeyGone`; everything else about that row still works, saving included.
`refresh_from_db()` without `fields` reads every field, and so raises it as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core import checks, validators
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from roret.vault import sealing
from roret.vault.columns import SealedColumn, SealedIsNull, refuse
from roret.vault.errors import KeyGone, NotSealed
from roret.vault.owners import Owner

_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)

if TYPE_CHECKING:

    class _Column(models.BinaryField[_Set, _Get]): ...

else:

    class _Column(models.BinaryField):
        def __class_getitem__(cls, types: Any) -> type:
            """Lets a type checker know what is set and read; Django's own fields do not take these brackets."""
            return cls


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """Bytes as they are stored. On an instance it means: loaded, not opened yet."""

    blob: bytes

    def __repr__(self) -> str:
        return "<sealed>"


class _OpenOnRead(DeferredAttribute):
    """Opens at first access, on the instance, because only there are row and owner known."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        data, name = instance.__dict__, self.field.attname
        if name not in data:
            data[name] = self._loaded(instance)
        if isinstance(data[name], Sealed):
            data[name] = self.field.opened(instance, data[name])
        return data[name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def _loaded(self, instance: Any) -> Any:
        """A deferred column, still sealed: opened on `instance`, which knows its owner, not on the row that brought it."""
        name = self.field.attname
        rows = type(instance)._base_manager.using(instance._state.db)
        return rows.only(name).get(pk=instance.pk).__dict__[name]


class SealedField(_Column[_Set, _Get]):
    """What `SealedText` and `SealedJSON` share. `label` is permanent; `owner` names the attribute that gives the `Owner`."""

    descriptor_class = _OpenOnRead
    empty_values = list(validators.EMPTY_VALUES)

    def __init__(self, *args: Any, label: str = "", owner: str = "", **kwargs: Any) -> None:
        self.label = label
        self.owner = owner
        super().__init__(*args, **kwargs)

    # --- what the two kinds say themselves ---------------------------------------------------

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def to_value(self, data: bytes) -> Any:
        raise NotImplementedError

    # --- between instance and bytes ------------------------------------------------------------

    def opened(self, instance: models.Model, sealed: Sealed) -> Any:
        data = sealing.open_sealed(self._owner_of(instance), self.label, self._row_of(instance), sealed.blob)
        return self.to_value(data)

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        """The sealed bytes for this row. Raises `NotSealed` for a value of a wrong type, else what sealing raises."""
        if self.attname not in instance.__dict__:
            getattr(instance, self.attname)
        value = instance.__dict__[self.attname]
        if value is None:
            return None
        if isinstance(value, Sealed):
            return self._still_fitting(instance, value, add)
        owner = self._owner_of(instance)
        return Sealed(sealing.seal(owner, self.label, self._row_of(instance), self.to_bytes(value)))

    def _still_fitting(self, instance: models.Model, sealed: Sealed, add: bool) -> Sealed:
        """Bytes that nobody opened go back as they came, if the instance is still the row and owner they belong to."""
        try:
            self.opened(instance, sealed)
        except KeyGone:
            if add:
                raise
        return sealed

    def _owner_of(self, instance: models.Model) -> Owner:
        owner: Owner = getattr(instance, self.owner)
        return owner

    def _row_of(self, instance: models.Model) -> str:
        primary_key = instance._meta.pk
        row_id = None if primary_key is None else primary_key.to_python(instance.pk)
        if row_id is None:
            raise NotSealed(
                f"{self} has no row id to be sealed to. Its model makes one in Python, so leave it as made."
            )
        return str(row_id)

    # --- between bytes and database ------------------------------------------------------------

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """Only marks the bytes. A single column does not know its row, so nothing can be opened here."""
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Lets nothing through but what `pre_save` sealed, and None. So `update(field="text")` is refused."""
        if value is None:
            return None
        if not isinstance(value, Sealed) or not sealing.is_sealed(value.blob):
            raise NotSealed(f"{self} can only be written by saving its row. Nothing was written.")
        return super().get_db_prep_value(value.blob, connection, prepared)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        if hasattr(value, "as_sql"):
            raise NotSealed(f"{self} can only be written by saving its row, not by an expression. Nothing was written.")
        placeholder: str = connection.ops.binary_placeholder_sql(value)
        return placeholder

    def get_col(self, alias: str | None, output_field: Any = None) -> SealedColumn:
        """A new one each time: a column is recognised by identity, see `SealedColumn`."""
        return SealedColumn(alias, self, output_field)  # type: ignore[arg-type]

    def get_lookup(self, lookup_name: str) -> type[SealedIsNull]:
        if lookup_name != "isnull":
            refuse(self, f"be compared (__{lookup_name})")
        return SealedIsNull

    def get_transform(self, name: str) -> None:
        refuse(self, f"be looked into (__{name})")

    # --- the rest of what Django asks of a field ---------------------------------------------

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def value_to_string(self, obj: models.Model) -> str:
        raise NotSealed(
            f"{self} is not serialised: a dump would hold it in clear. Export it through its room's privacy.py."
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label, "owner": self.owner}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = [error for error in super().check(**kwargs) if error.id != "fields.E170"]
        primary_key = self.model._meta.pk
        if not isinstance(primary_key, models.UUIDField) or not (
            primary_key.has_default() and callable(primary_key.default)
        ):
            found.append(
                checks.Error(
                    f"{self} is sealed to its row, but the row's primary key is not a UUID made in Python.",
                    hint="Give the model id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False).",
                    obj=self,
                    id="vault.E010",
                )
            )
        if not self.label:
            found.append(
                checks.Error(
                    f"{self} has no seal label.",
                    hint='Give it label="room.model.field". It is written by hand and never changes.',
                    obj=self,
                    id="vault.E011",
                )
            )
        if not self.owner or not hasattr(self.model, self.owner):
            found.append(
                checks.Error(
                    f"{self} names “{self.owner}” as its owner, and the model has no such attribute.",
                    hint="Write a property that returns vault.sealing.Owner, and name it in owner=.",
                    obj=self,
                    id="vault.E012",
                )
            )
        if self.unique or getattr(self, "db_index", False):
            found.append(
                checks.Error(
                    f"{self} has an index, but two seals of one text are never equal.",
                    hint="Remove unique, db_index or primary_key.",
                    obj=self,
                    id="vault.E013",
                )
            )
        return found


class SealedText(SealedField[_Set, _Get]):
    """Text. Empty text is sealed like any other, None is stored as NULL."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def to_bytes(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise NotSealed(f"{self} takes text, not {type(value).__name__}. Nothing was written.")
        return value.encode()

    def to_value(self, data: bytes) -> str:
        return data.decode()


class SealedJSON(SealedField[_Set, _Get]):
    """Anything JSON can say, read back as Python made of dict, list, str, int, float, bool. None is stored as NULL."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    empty_strings_allowed = False

    def to_bytes(self, value: Any) -> bytes:
        try:
            text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        except (TypeError, ValueError) as error:
            # `from None`: the original message may quote the value.
            raise NotSealed(f"{self} takes what JSON can say ({type(error).__name__}). Nothing was written.") from None
        return text.encode()

    def to_value(self, data: bytes) -> Any:
        return json.loads(data)
