"""What every record of a file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record in which every key must be known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
