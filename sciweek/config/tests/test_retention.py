import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from sciweek.base import retention
from sciweek.base.sealing import SealedTextField
from sciweek.people.models import Person


def our_fields() -> list[tuple[type[models.Model], models.Field]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("sciweek.")]
    return [(model, field) for model in ours for field in model._meta.local_concrete_fields]


def test_every_sealed_field_says_how_long_it_is_kept() -> None:
    for model, field in our_fields():
        if isinstance(field, SealedTextField):
            assert retention.covers(model, field.name), (
                f"{model._meta.label}.{field.name}: call retention.keep"
            )


def test_every_field_that_looks_personal_says_how_long_it_is_kept() -> None:
    words = {"phone", "email", "phone_digest", "phone_last4", "actor_name", "invited_by"}
    for model, field in our_fields():
        if field.name in words:
            assert retention.covers(model, field.name), (
                f"{model._meta.label}.{field.name}: call retention.keep"
            )


def test_what_the_log_masks_is_in_the_registry() -> None:
    for name in Person.PERSONAL:
        assert retention.covers(Person, name)


def test_a_rule_for_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(FieldDoesNotExist):
        retention.keep(Person, ("shoe_size",), since="never")


def test_the_list_prints_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    from sciweek.config.cli import main

    assert main(["retention", "list"]) == 0
    printed = capsys.readouterr().out
    assert all(rule.label in printed for rule in retention.rules())
