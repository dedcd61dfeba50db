"""What every record of a file has in common."""

from __future__ import annotations

from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, model_validator


class Record(BaseModel):
    """A frozen record in which every key must be known.

    An empty text in quotes is an empty value where the value may be empty, so that ``""`` and
    nothing at all mean the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_as_none(cls, data: Any) -> Any:  # noqa: ANN401 - whatever a file holds
        if not isinstance(data, dict):
            return data
        return {key: _emptied(value, cls.model_fields.get(key)) for key, value in data.items()}


def _emptied(value: object, field: Any) -> object:  # noqa: ANN401 - a field, or None
    """A value, or None for an empty text in a field that may be empty."""
    if field is None:
        return value
    kinds = get_args(field.annotation)
    if _is_empty(value) and NoneType in kinds:
        return None
    if isinstance(value, dict) and len(kinds) == 2 and NoneType in get_args(kinds[1]):
        return {key: None if _is_empty(one) else one for key, one in value.items()}
    return value


def _is_empty(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
