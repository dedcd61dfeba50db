"""Which of a municipality's own texts the municipality has confirmed.

A text that somebody else wrote down, for example from a meeting, is marked as unconfirmed in the
municipality's file, and its agreement stays a draft. A confirmation records the hash of the text
that was confirmed, so that another text is not confirmed by it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from agreement_gen.characters import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.workspace.model import AgreementRecord

STEERING_GROUP = "steering_group"
"""How a confirmation names the seats of the steering group, beside the local texts' keys."""


class Confirmed(Enum):
    """Whether a municipality's own text is confirmed."""

    YES = "confirmed"
    NO = "unconfirmed"
    CHANGED = "changed since it was confirmed"
    NOT_ASKED = "neither marked nor confirmed"


@dataclass(frozen=True, slots=True)
class OwnText:
    """One of the municipality's own texts: its key, its text, and whether it is confirmed."""

    key: str
    text: str
    confirmed: Confirmed


def own_texts(record: AgreementRecord) -> Iterator[OwnText]:
    """The municipality's own texts that are written, in the order of its file."""
    texts = {key: text for key, text in record.local_resources.items() if (text or "").strip()}
    if record.steering_group:
        texts[STEERING_GROUP] = "\n".join(f"{s.role}: {s.seat}" for s in record.steering_group)
    for key, text in texts.items():
        yield OwnText(key, text or "", _confirmed(record, key, text or ""))


def text_hash(text: str) -> str:
    """The SHA-256 of a text as a confirmation records it.

    White space at the ends and the kind of line ends do not count, because they change nothing
    that is read.
    """
    lines = composed(text).replace("\r\n", "\n").strip().split("\n")
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).encode()).hexdigest()


def _confirmed(record: AgreementRecord, key: str, text: str) -> Confirmed:
    if key in record.unconfirmed:
        return Confirmed.NO
    confirmation = record.confirmed.get(key)
    if confirmation is None:
        return Confirmed.NOT_ASKED
    return Confirmed.YES if confirmation.sha256 == text_hash(text) else Confirmed.CHANGED
