"""Who signed a PDF, when, and what the signature still covers, as pyHanko validates it.

Signatures are those of ISO 32000-2, 12.8, as PAdES (ETSI EN 319 142-1) restricts them; they are
validated as ETSI EN 319 102-1 describes. Nothing is fetched from the network: whether a
certificate was revoked is never known.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import ValidationContext

from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.findings import (
    FoundSignature,
    Revocation,
    Subject,
    fails,
    holds,
    shortened,
    unverified,
)
from agreement_gen.signing.longevity import kept_evidence, level, revocation
from agreement_gen.signing.messages import (
    BROKEN,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_REVOCABLE,
    CERTIFICATE_TRUSTED,
    CERTIFICATE_UNTRUSTED,
    CHANGED_AFTER,
    COVERS_ALL,
    COVERS_REVISION,
    INTACT,
    LEVEL,
    NOT_REVOKED,
    REVOKED,
    SIGNATURE,
    SIGNER_UNKNOWN,
    TIME_CLAIMED,
    TIME_NOT_STATED,
    TIME_STAMP,
    TIME_UNTRUSTED,
    TIME_VERIFIED,
    SigningCode,
)
from agreement_gen.signing.reading import open_pdf, reading
from agreement_gen.workspace.files import MOST_OF_TEXT, read_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import TimestampSignatureStatus

    from agreement_gen.messages import Text
    from agreement_gen.signing.findings import Finding
    from agreement_gen.signing.longevity import Evidence

Status: TypeAlias = PdfSignatureStatus | DocumentTimestampStatus

# A service's seal is often made for signing documents without the claim of non-repudiation.
_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


def certificates(data: bytes, name: str) -> tuple[Certificate, ...]:
    """The certificates in a PEM or DER file.

    Raises:
        InputError: the file holds none.
    """
    try:
        found = tuple(load_certs_from_pemder_data(data))
        for certificate in found:
            certificate.subject.human_friendly  # noqa: B018 - reads it, which a wrong file fails
    except (ValueError, TypeError) as error:
        raise fault(Location(name), SigningCode.NOT_A_CERTIFICATE) from error
    if not found:
        raise fault(Location(name), SigningCode.NO_CERTIFICATE)
    return found


def read_certificates(paths: Sequence[Path]) -> tuple[Certificate, ...]:
    """The certificates in some PEM or DER files.

    Raises:
        InputError: a file holds none.
    """
    read = ((read_file(path, MOST_OF_TEXT), str(path)) for path in paths)
    return tuple(each for data, name in read for each in certificates(data, name))


def signatures(
    data: bytes, trust: Sequence[Certificate], name: str
) -> tuple[tuple[FoundSignature, tuple[Finding, ...]], ...]:
    """Every signature and document time stamp with its findings, in signing order.

    Args:
        data: The file.
        trust: Certificates to which the signers' certificates must lead.
        name: How errors name the file.

    Raises:
        InputError: the file is damaged.
    """
    reader = open_pdf(data, name)
    with reading(name):
        embedded = sorted(reader.embedded_signatures, key=lambda each: each.signed_revision)
        evidence = kept_evidence(reader)
        stamps = {
            each.signed_revision: validate_pdf_timestamp(each, _context(trust))
            for each in reader.embedded_timestamp_signatures
        }
        return tuple(_validated_signature(each, trust, evidence, stamps) for each in embedded)


def empty_fields(data: bytes, name: str) -> tuple[str, ...]:
    """The names of the signature fields in which nobody has signed (ISO 32000-2, 12.7.5.5).

    Raises:
        InputError: the file is damaged.
    """
    reader = open_pdf(data, name)
    with reading(name):
        return tuple(field for field, value, _ in enumerate_sig_fields(reader) if value is None)


def added_since_built(data: bytes, name: str) -> tuple[str, ...] | None:
    """The signature fields filled since the file's first revision, if nothing else was changed.

    None if something else was, or if that is not known.
    """
    try:
        with reading(name):
            result = DEFAULT_DIFF_POLICY.review_file(PdfFileReader(BytesIO(data)), 0)
    except InputError:  # a file built without fields has no form to compare with
        return None
    if isinstance(result, DiffResult) and result.modification_level < ModificationLevel.ANNOTATIONS:
        return tuple(sorted(result.changed_form_fields))
    return None


def _validated_signature(
    embedded: EmbeddedPdfSignature,
    trust: Sequence[Certificate],
    evidence: Evidence,
    stamps: Mapping[int, DocumentTimestampStatus],
) -> tuple[FoundSignature, tuple[Finding, ...]]:
    """A signature with its findings; ``stamps`` are the document's time stamps by revision."""
    status: Status
    token: TimestampSignatureStatus | None
    if embedded.sig_object_type == "/DocTimeStamp":  # ISO 32000-2, 12.8.5
        status = token = stamps[embedded.signed_revision]
        kind, claimed = TIME_STAMP, None
    else:
        status = _signature_status(embedded, trust)
        token = status.timestamp_validity
        kind, claimed = SIGNATURE, status.signer_reported_dt
    token = token if _is_genuine(token) else None
    later = [stamp for revision, stamp in stamps.items() if revision > embedded.signed_revision]
    proofs = [each for each in (token, *later) if each is not None and _is_genuine(each)]
    trusted_times = [proof.timestamp for proof in proofs if proof.trusted]
    trusted_time = min(trusted_times, default=None)
    is_covering = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    found = FoundSignature(
        field=embedded.field_name,
        signer=_name(status.signing_cert),
        claimed_time=claimed,
        timestamp=None if token is None else token.timestamp,
        is_intact=bool(status.intact and status.valid),
        is_covering=is_covering,
        only_permitted_changes=is_covering or _only_permitted_changes(status),
        is_trusted=bool(status.trusted) if trust else None,
        level="" if kind is TIME_STAMP else level(embedded, evidence, is_stamped=bool(proofs)),
        trusted_time=trusted_time,
        certificate=status.signing_cert.sha256.hex(),
        is_time_stamp=kind is TIME_STAMP,
        revocation=revocation(
            status.signing_cert, embedded.other_embedded_certs, trust, evidence, trusted_time
        ),
    )
    signature = kind(field=shortened(found.field), signer=shortened(found.signer))
    time = _time_finding(found, signature, is_trusted=token is not None and bool(token.trusted))
    findings = [*_coverage_findings(found, signature), time]
    if found.level:
        findings.append(holds(Subject.SIGNATURE, LEVEL(signature=signature, level=found.level)))
    return found, (*findings, *_trust_findings(found, signature, status))


def _context(trust: Sequence[Certificate], moment: dt.datetime | None = None) -> ValidationContext:
    return ValidationContext(trust_roots=list(trust), allow_fetching=False, moment=moment)


def _signature_status(
    embedded: EmbeddedPdfSignature, trust: Sequence[Certificate]
) -> PdfSignatureStatus:
    """The status of a signature, at the time of its time stamp where that can be trusted."""
    status = _validated(embedded, trust, None)
    token = status.timestamp_validity
    if trust and token is not None and _is_genuine(token) and token.trusted and not status.trusted:
        # A certificate that has expired since was valid at the verified time of signing.
        status = _validated(embedded, trust, token.timestamp)
    return status


def _validated(
    embedded: EmbeddedPdfSignature, trust: Sequence[Certificate], moment: dt.datetime | None
) -> PdfSignatureStatus:
    return validate_pdf_signature(
        embedded, _context(trust, moment), _context(trust), key_usage_settings=_USAGE
    )


def _is_genuine(token: TimestampSignatureStatus | None) -> bool:
    """Whether a time stamp is intact, regardless of who made it."""
    return token is not None and bool(token.intact and token.valid)


def _only_permitted_changes(status: Status) -> bool:
    """Whether what came after the signature only added signatures, as the signer allowed.

    ISO 32000-2, 12.8.2.2 (DocMDP): filling in forms and signing.
    """
    level = status.modification_level
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and level is not None
        and level <= ModificationLevel.FORM_FILLING
        and status.docmdp_ok is not False
    )


def _name(certificate: Certificate) -> str:
    subject = certificate.subject.native
    return str(subject.get("common_name") or certificate.subject.human_friendly)


def _coverage_findings(found: FoundSignature, signature: Text) -> Iterator[Finding]:
    if found.is_intact:
        yield holds(Subject.SIGNATURE, INTACT(signature=signature))
    else:
        yield fails(Subject.SIGNATURE, BROKEN(signature=signature))
    if found.is_covering:
        yield holds(Subject.CHANGES, COVERS_ALL(signature=signature))
    elif found.only_permitted_changes:
        yield holds(Subject.CHANGES, COVERS_REVISION(signature=signature))
    else:
        yield fails(Subject.CHANGES, CHANGED_AFTER(signature=signature))


def _time_finding(found: FoundSignature, signature: Text, *, is_trusted: bool) -> Finding:
    if found.timestamp is not None:
        time = found.timestamp.isoformat(timespec="seconds")
        if is_trusted:
            return holds(Subject.SIGNATURE, TIME_VERIFIED(signature=signature, time=time))
        return unverified(Subject.SIGNATURE, TIME_UNTRUSTED(signature=signature, time=time))
    if found.claimed_time is not None:
        time = found.claimed_time.isoformat(timespec="seconds")
        return unverified(Subject.SIGNATURE, TIME_CLAIMED(signature=signature, time=time))
    return unverified(Subject.SIGNATURE, TIME_NOT_STATED(signature=signature))


def _trust_findings(found: FoundSignature, signature: Text, status: Status) -> Iterator[Finding]:
    if found.is_trusted is None:
        yield unverified(Subject.SIGNATURE, SIGNER_UNKNOWN(signature=signature))
    elif found.is_trusted:
        yield holds(Subject.SIGNATURE, CERTIFICATE_TRUSTED(signature=signature))
        yield _revocation_finding(found, signature)
    elif status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        # EN 319 102-1: outside its validity, with no proof of existence at an earlier time.
        yield unverified(Subject.SIGNER, CERTIFICATE_EXPIRED(signature=signature))
    else:
        yield fails(Subject.SIGNATURE, CERTIFICATE_UNTRUSTED(signature=signature))


def _revocation_finding(found: FoundSignature, signature: Text) -> Finding:
    match found.revocation:
        case Revocation.NOT_REVOKED:
            return holds(Subject.SIGNATURE, NOT_REVOKED(signature=signature))
        case Revocation.REVOKED:
            return fails(Subject.SIGNATURE, REVOKED(signature=signature))
        case Revocation.NOT_CHECKED:
            return unverified(Subject.SIGNATURE, CERTIFICATE_REVOCABLE(signature=signature))
