"""People who sign in tests: certificates of an authority that exists only while a test runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import (
    PdfSignatureMetadata,
    PdfSigner,
    PdfTimeStamper,
    SimpleSigner,
)
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

# A stroke of the pen: pyHanko's own stamp has a font that is not embedded.
_STROKE = StaticStampStyle(
    border_width=0,
    background=RawContent(b"0 0 m 40 12 l 60 2 l 90 14 l S", box=BoxConstraints(100, 16)),
    background_opacity=1,
)

_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_SINCE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_UNTIL = dt.datetime(2060, 1, 1, tzinfo=dt.UTC)
_KEY_FORM = (
    serialization.Encoding.DER,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


@dataclass(frozen=True)
class Authority:
    """A root certificate with its key; issues the certificates of people and services."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The root certificate, as a person hands it to `--trust`."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def authority(name: str) -> Authority:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    constraint = x509.BasicConstraints(ca=True, path_length=0)
    usage = _usage(certify=True)
    certificate = _certificate(subject, subject, key, key, [(constraint, True), (usage, True)])
    return Authority(subject, key, certificate)


def signer(issuer: Authority, name: str) -> SimpleSigner:
    """A person with a certificate of the authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _signer(issuer, name, key, [(_usage(certify=False), True)])


def time_stamper(issuer: Authority, moment: dt.datetime) -> DummyTimeStamper:
    """A time-stamping service whose clock does not run."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    # pyHanko's time stamper for tests knows RSA keys only.
    key = rsa.generate_private_key(65537, 2048)
    extensions = [(_usage(certify=False), True), (purpose, True)]
    service = _signer(issuer, "Tidsstämplaren", key, extensions)
    assert service.signing_cert is not None
    return DummyTimeStamper(
        service.signing_cert, service.signing_key, service.cert_registry, fixed_dt=moment
    )


class _AtMoment(PdfSigner):
    """Signs at a moment that a test chooses."""

    moment: dt.datetime | None = None

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment or session.system_time
        return session


def sign(
    data: bytes,
    who: SimpleSigner,
    field: str,
    *,
    stamper: DummyTimeStamper | None = None,
    moment: dt.datetime | None = None,
) -> bytes:
    """The file signed (PAdES) in a field, which is added when the file does not have it.

    ``moment`` is what the signer's own clock says; None for the machine's.
    """
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(BytesIO(data))
    signer = _AtMoment(metadata, who, timestamper=stamper, stamp_style=_STROKE)
    signer.moment = moment
    signed = signer.sign_pdf(writer)
    return bytes(signed.getbuffer())


def stamp_document(data: bytes, stamper: DummyTimeStamper) -> bytes:
    """The file with a time stamp of the document, by which nobody agrees to anything."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    return bytes(PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256").getbuffer())


def sign_for_long(
    data: bytes,
    who: SimpleSigner,
    field: str,
    *,
    stamper: DummyTimeStamper,
    root: Authority,
    revoked: Sequence[SimpleSigner] = (),
    is_stamped_again: bool = True,
) -> bytes:
    """The file signed with evidence that nobody had revoked the certificate (PAdES B-LT, B-LTA).

    Args:
        data: The file.
        who: Who signs.
        field: The field.
        stamper: Who stamps the time.
        root: Who issued all certificates; its list of revoked ones is the evidence.
        revoked: Those on the list that the file keeps, whatever it was when it was signed.
        is_stamped_again: Whether the evidence is time-stamped (B-LTA).
    """
    trusted = _asn1(root.certificate)

    def context(revoked: Sequence[SimpleSigner]) -> ValidationContext:
        return ValidationContext(
            trust_roots=[trusted], crls=[_revocation_list(root, revoked)], allow_fetching=False
        )

    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=not revoked,
        use_pades_lta=is_stamped_again and not revoked,
        validation_context=context(()),
    )
    writer = IncrementalPdfFileWriter(BytesIO(data))
    signing = PdfSigner(metadata, who, timestamper=stamper, stamp_style=_STROKE)
    signed = BytesIO(signing.sign_pdf(writer).getbuffer())
    if revoked:
        DocumentSecurityStore.add_dss(
            signed, sig_contents=None, validation_context=context(revoked), paths=()
        )
    return signed.getvalue()


def _revocation_list(issuer: Authority, revoked: Sequence[SimpleSigner]) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.name)
        .last_update(_SINCE)
        .next_update(_UNTIL)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for one in revoked:
        assert one.signing_cert is not None
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(one.signing_cert.serial_number)
            .revocation_date(_SINCE + dt.timedelta(days=1))
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _signer(
    issuer: Authority,
    name: str,
    key: _Key,
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
) -> SimpleSigner:
    constraint = x509.BasicConstraints(ca=False, path_length=None)
    certificate = _certificate(
        issuer.name, _name(name), key, issuer.key, [(constraint, True), *extensions]
    )
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register(_asn1(issuer.certificate))
    return SimpleSigner(
        signing_cert=_asn1(certificate),
        signing_key=keys.PrivateKeyInfo.load(key.private_bytes(*_KEY_FORM)),
        cert_registry=registry,
    )


def _certificate(
    issuer: x509.Name,
    subject: x509.Name,
    key: _Key,
    signing_key: ec.EllipticCurvePrivateKey,
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SINCE)
        .not_valid_after(_UNTIL)
    )
    identifiers: list[tuple[x509.ExtensionType, bool]] = [
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False),
    ]
    for extension, critical in [*extensions, *identifiers]:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signing_key, hashes.SHA256())


def _usage(*, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certify,
        content_commitment=not certify,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
