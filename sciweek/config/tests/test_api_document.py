"""The document that describes the API."""

import re
import sys
from collections import defaultdict
from enum import Enum

from django.test import Client
from django.urls import reverse
from pydantic import BaseModel, TypeAdapter

from sciweek.config.api import ROOMS


def told(shape: type) -> str:
    """What a shape is, whatever room it stands in."""
    return str(TypeAdapter(shape).json_schema())


def test_no_two_shapes_share_a_name() -> None:
    """OpenAPI keeps one shape under each name: of two that differ, the later would describe both."""
    assert ROOMS  # their loading names the shapes
    named: dict[str, set[str]] = defaultdict(set)
    for name, module in list(sys.modules.items()):
        if re.fullmatch(r"sciweek\.\w+\.api(\.\w+)*", name):
            for found in vars(module).values():
                if isinstance(found, type) and issubclass(found, BaseModel | Enum):
                    named[found.__name__].add(told(found))
    assert {name: found for name, found in named.items() if len(found) > 1} == {}


def test_the_openapi_document_is_open_and_whole(client: Client) -> None:
    said = client.get(reverse("api:openapi-json"))
    assert said.status_code == 200
    whole = said.json()
    assert whole["openapi"].startswith("3.1")
    for path, methods in whole["paths"].items():
        for method, one in methods.items():
            where = f"{method} {path}"
            assert one["security"] == [{"Bearer": []}], where
            assert {"401", "403", "404", "422", "429"} <= set(one["responses"]), where
            assert one["summary"], where
            assert one["operationId"].count("_") >= 1, where


def test_reasons_of_refusals_are_told_in_chinese_as_the_rest_is(client: Client) -> None:
    said = client.get(reverse("api:openapi-json"), headers={"accept-language": "zh-hans"}).json()
    responses = said["components"]["responses"]
    assert len(responses) >= 10
    for name, one in responses.items():
        assert re.search("[一-鿿]", one["description"]), name


def test_no_database_id_leaves_the_house(client: Client) -> None:
    whole = client.get(reverse("api:openapi-json")).json()
    for name, shape in whole["components"]["schemas"].items():
        fields = shape.get("properties", {})
        assert not {"id", "pk"} & fields.keys(), name
        assert not [field for field in fields if field.endswith("_id")], name
