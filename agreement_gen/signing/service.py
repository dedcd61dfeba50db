"""What the signing service that a workspace names may add to a file under its own seal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.document.tree import Signatures, fold
from agreement_gen.problems import Location, fault
from agreement_gen.signing.messages import SigningCode
from agreement_gen.signing.signatures import certificates, signatures
from agreement_gen.workspace.root import REGION_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asn1crypto.x509 import Certificate

    from agreement_gen.document.tree import Document, Signature
    from agreement_gen.signing.anatomy import Box
    from agreement_gen.signing.findings import FoundSignature
    from agreement_gen.signing.reading import ParsedPdf
    from agreement_gen.workspace.model import SigningService
    from agreement_gen.workspace.tree import Tree

_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Service:
    """A signing service.

    Attributes:
        trust: The certificates to which its own must lead.
        name: The common name of its certificate.
        area: Where on each page its marks may be; None if nowhere.
        added_pages: How many pages it may add at the end.
    """

    trust: tuple[Certificate, ...]
    name: str
    area: Box | None
    added_pages: int


def named_service(record: SigningService | None, tree: Tree) -> Service | None:
    """The service that a workspace names, if it names one.

    Raises:
        InputError: the file of its root certificate is missing, or holds none.
    """
    if record is None:
        return None
    data = tree.read(record.root)
    if data is None:
        raise fault(Location(REGION_FILE), SigningCode.NO_ROOT, path=record.root)
    marks = record.marks
    area = None
    if marks is not None:
        edges = (marks.left_mm, marks.bottom_mm, marks.right_mm, marks.top_mm)
        left, bottom, right, top = (edge * _POINTS_PER_MM for edge in edges)
        area = (left, bottom, right, top)
    trust = certificates(data, record.root)
    return Service(trust, record.certificate, area, record.added_pages)


@dataclass(frozen=True, slots=True)
class Seal:
    """Who vouches for what was added to a file, and for how much of it.

    Attributes:
        signers: The names of those who vouch; empty if nobody does.
        area: Where on each page marks may be.
        added_pages: How many pages may be added at the end; None if it does not matter.
        is_signed: Whether anybody has signed the file.
    """

    signers: tuple[str, ...] = ()
    area: Box | None = None
    added_pages: int | None = 0
    is_signed: bool = False

    def allows(self, box: Box) -> bool:
        """Whether a mark in a box is one that the seal vouches for."""
        area = self.area
        return (
            bool(self.signers)
            and area is not None
            and area[0] <= box[0] <= box[2] <= area[2]
            and area[1] <= box[1] <= box[3] <= area[3]
        )


def seal(
    file: ParsedPdf, document: Document, service: Service | None, signed: Sequence[FoundSignature]
) -> Seal:
    """Who vouches for what was added to a file.

    That is the service that the workspace names, and nobody else. Where it names none, it is
    whoever signed with a trusted certificate and not for a party. Whoever signed in a party's
    field, or has the name of one who signs, vouches for nothing.

    Raises:
        InputError: the file's signatures cannot be read.
    """
    if service is not None and signed:
        found = signatures(file.data, service.trust, file.name)
        signed = tuple(each for each, _ in found)
    parties = list(_parties(document))
    fields = {party.party for party in parties}
    names = {line.value for party in parties for line in party.lines if line.value}
    certificates_of_parties = {each.certificate for each in signed if each.field in fields}
    signers = [
        each.signer
        for each in signed
        if each.is_intact
        and each.is_trusted
        and each.only_permitted_changes
        and each.certificate not in certificates_of_parties
        and each.signer not in names
        and (service is None or each.signer == service.name)
    ]
    return Seal(
        tuple(dict.fromkeys(signers)),
        None if service is None else service.area,
        None if service is None else service.added_pages,
        bool(signed),
    )


def _parties(document: Document) -> Iterator[Signature]:
    """Those who sign; a signature in a party's own field seals nothing else."""
    for clause in document.clauses:
        for block in clause.blocks:
            if isinstance(block, Signatures):
                yield from block.signatures


def is_within(added: str, marks: str) -> bool:
    """Whether all letters that were added to a page are among those in the area of marks."""
    return not Counter(fold(added)) - Counter(fold(marks))
