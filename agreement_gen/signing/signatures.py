"""Who signed a PDF, when, and what the signature still covers, as pyHanko judges it.

Nothing is fetched from the network: whether a certificate was revoked is never known.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from agreement_gen.problems import InputError, Location, Problem
from agreement_gen.signing.findings import Finding, FoundSignature
from agreement_gen.signing.reading import open_pdf, reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import EmbeddedPdfSignature

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
        hint = "a certificate is a .pem, .crt, .cer or .der file"
        problem = Problem(Location(name), "bad-certificate", "this is not a certificate", hint)
        raise InputError([problem]) from error
    if not found:
        raise InputError([Problem(Location(name), "bad-certificate", "no certificate in the file")])
    return found


def signatures(
    data: bytes, trust: Sequence[Certificate], name: str
) -> tuple[tuple[FoundSignature, tuple[Finding, ...]], ...]:
    """Every signature and document time stamp with what is to be said of it, in signing order.

    Raises:
        InputError: the file is damaged.
    """
    reader = open_pdf(data, name)
    with reading(name):
        embedded = sorted(reader.embedded_signatures, key=lambda each: each.signed_revision)
        return tuple(_judged(each, trust) for each in embedded)


def empty_fields(data: bytes, name: str) -> tuple[str, ...]:
    """The names of the signature fields that nobody has signed in.

    Raises:
        InputError: the file is damaged.
    """
    reader = open_pdf(data, name)
    with reading(name):
        return tuple(field for field, value, _ in enumerate_sig_fields(reader) if value is None)


def added_since_built(data: bytes, name: str) -> tuple[str, ...] | None:
    """The signature fields filled since the file's first revision, if nothing else was changed.

    None if something else was, or if it cannot be told.
    """
    try:
        with reading(name):
            result = DEFAULT_DIFF_POLICY.review_file(PdfFileReader(BytesIO(data)), 0)
    except InputError:  # a file built without fields has no form to compare with
        return None
    if isinstance(result, DiffResult) and result.modification_level < ModificationLevel.ANNOTATIONS:
        return tuple(sorted(result.changed_form_fields))
    return None


def _judged(
    embedded: EmbeddedPdfSignature, trust: Sequence[Certificate]
) -> tuple[FoundSignature, tuple[Finding, ...]]:
    is_stamp = embedded.sig_object_type == "/DocTimeStamp"
    status = _status(embedded, trust, is_stamp=is_stamp)
    timestamp = status if is_stamp else status.timestamp_validity
    has_time = timestamp is not None and timestamp.intact and timestamp.valid
    if trust and has_time and not is_stamp and timestamp.trusted and not status.trusted:
        # A certificate that has expired since was valid at the proved time of signing.
        status = _status(embedded, trust, is_stamp=is_stamp, moment=timestamp.timestamp)
        timestamp = status.timestamp_validity
    is_covering = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    signed = FoundSignature(
        field=embedded.field_name,
        signer=_name(status.signing_cert),
        claimed_time=None if is_stamp else status.signer_reported_dt,
        timestamp=timestamp.timestamp if has_time else None,
        is_intact=bool(status.intact and status.valid),
        is_covering=is_covering,
        only_permitted_changes=is_covering or _only_permitted_changes(status),
        is_trusted=bool(status.trusted) if trust else None,
    )
    what = "time stamp" if is_stamp else "signature"
    who = f"{what} «{signed.field}» by {signed.signer}"
    time_trusted = has_time and bool(timestamp.trusted)
    return signed, tuple(_findings(signed, who, status, time_trusted=time_trusted))


def _status(
    embedded: EmbeddedPdfSignature,
    trust: Sequence[Certificate],
    *,
    is_stamp: bool,
    moment: dt.datetime | None = None,
) -> Any:  # noqa: ANN401 - the two kinds of status have no common base with these attributes
    context = ValidationContext(trust_roots=list(trust), allow_fetching=False, moment=moment)
    if is_stamp:
        return validate_pdf_timestamp(embedded, context)
    now = ValidationContext(trust_roots=list(trust), allow_fetching=False)
    return validate_pdf_signature(embedded, context, now, key_usage_settings=_USAGE)


def _only_permitted_changes(status: Any) -> bool:  # noqa: ANN401
    """Whether what came after the signature only added signatures, as the signer allowed."""
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


def _findings(
    signed: FoundSignature,
    who: str,
    status: Any,  # noqa: ANN401
    *,
    time_trusted: bool,
) -> Iterator[Finding]:
    if signed.is_intact:
        yield Finding("signature", "holds", f"{who}: it is intact")
    else:
        yield Finding("signature", "fails", f"{who}: it is broken, what it covers was changed")
    if signed.is_covering:
        yield Finding("changes", "holds", f"{who}: it covers the whole file")
    elif signed.only_permitted_changes:
        said = "it covers the file as it was then; since then only signatures were added"
        yield Finding("changes", "holds", f"{who}: {said}")
    else:
        said = "the file was changed after it, and not by signing alone"
        yield Finding("changes", "fails", f"{who}: {said}")
    yield _time_finding(signed, who, time_trusted=time_trusted)
    yield from _trust_findings(signed, who, status)


def _time_finding(signed: FoundSignature, who: str, *, time_trusted: bool) -> Finding:
    if signed.timestamp is not None:
        when = signed.timestamp.isoformat(timespec="seconds")
        if time_trusted:
            return Finding("signature", "holds", f"{who}: time-stamped {when}")
        why = "the time stamp's certificate is not among those given with --trust"
        return Finding("signature", "unproved", f"{who}: that the time was {when}; {why}")
    if signed.claimed_time is not None:
        when = signed.claimed_time.isoformat(timespec="seconds")
        why = "that is the signer's own statement"
        return Finding("signature", "unproved", f"{who}: that the time was {when}; {why}")
    return Finding("signature", "unproved", f"{who}: when it was made; it does not say")


def _trust_findings(signed: FoundSignature, who: str, status: Any) -> Iterator[Finding]:  # noqa: ANN401
    if signed.is_trusted is None:
        why = "name a certificate that you trust with --trust"
        yield Finding("signature", "unproved", f"{who}: that it is this person's; {why}")
    elif signed.is_trusted:
        yield Finding("signature", "holds", f"{who}: the certificate is trusted")
        said = "that the certificate was not revoked; this is looked up nowhere"
        yield Finding("signature", "unproved", f"{who}: {said}")
    elif status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        why = "the certificate is not valid today and no trusted time stamp says when it was used"
        yield Finding("signature", "unproved", f"{who}: that it is this person's; {why}")
    else:
        said = "the certificate does not come from any that was given with --trust"
        yield Finding("signature", "fails", f"{who}: {said}")
