"""How long a signature can be verified, and what the file itself keeps for that.

Certificates expire before archives do. A time stamp shows that a signature existed while its
certificate was valid, kept evidence that it was not revoked then, and a later time stamp over the
evidence that nobody made it up afterwards (ETSI EN 319 142-1, 6: the levels of PAdES).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError, ValidationError

from agreement_gen.signing.findings import Revocation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

_PADES = "/ETSI.CAdES.detached"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file keeps of certificates and of their revocation (EN 319 142-1, 5.4.2).

    ``is_stamped`` says whether a time stamp of the document covers it.
    """

    certificates: tuple[Certificate, ...] = ()
    crls: tuple[CertificateList, ...] = ()
    ocsps: tuple[OCSPResponse, ...] = ()
    is_stamped: bool = False


def kept_evidence(reader: PdfFileReader) -> Evidence:
    """The evidence in a file; empty without any.

    Raises:
        Exception: the evidence is damaged, in whatever way the parser notices.
    """
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    stamps = (each.signed_revision for each in reader.embedded_timestamp_signatures)
    return Evidence(
        tuple(store.load_certs()),
        tuple(CertificateList.load(data) for data in _data(store.crls)),
        tuple(OCSPResponse.load(data) for data in _data(store.ocsps)),
        any("/DSS" in reader.get_historical_root(revision) for revision in stamps),
    )


def _data(references: Iterable[Any]) -> Iterator[bytes]:
    return (reference.get_object().data for reference in references)


def level(embedded: EmbeddedPdfSignature, evidence: Evidence, *, is_stamped: bool) -> str:
    """The level of a signature: B-B, B-T, B-LT or B-LTA; empty if it is not of that standard.

    Args:
        embedded: The signature.
        evidence: What the file keeps.
        is_stamped: Whether a time stamp shows that the signature existed at a time.
    """
    if str(embedded.sig_object["/SubFilter"]) != _PADES:
        return ""
    if not is_stamped:
        return "B-B"
    if not (evidence.crls or evidence.ocsps):
        return "B-T"
    return "B-LTA" if evidence.is_stamped else "B-LT"


def revocation(
    certificate: Certificate,
    others: Sequence[Certificate],
    trust: Sequence[Certificate],
    evidence: Evidence,
    moment: dt.datetime | None,
) -> Revocation:
    """Whether a certificate was revoked, as the evidence in the file shows.

    Args:
        certificate: The certificate.
        others: Those between it and the trusted ones.
        trust: Certificates to which it must lead.
        evidence: What the file keeps.
        moment: When it was used, if that is known; otherwise now.
    """
    if not trust or not (evidence.crls or evidence.ocsps):
        return Revocation.NOT_CHECKED
    context = ValidationContext(
        trust_roots=list(trust),
        other_certs=[*others, *evidence.certificates],
        moment=moment,
        crls=list(evidence.crls),
        ocsps=list(evidence.ocsps),
        revocation_mode="require",
        retroactive_revinfo=True,
        allow_fetching=False,
    )
    validator = CertificateValidator(certificate, list(others), validation_context=context)
    try:
        asyncio.run(validator.async_validate_usage(set()))  # type: ignore[no-untyped-call]
    except RevokedError:
        return Revocation.REVOKED
    except (ValidationError, PathBuildingError):
        return Revocation.NOT_CHECKED
    return Revocation.NOT_REVOKED
