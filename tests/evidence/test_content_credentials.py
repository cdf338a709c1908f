"""Content credentials (C2PA) are detected, checked without network, and kept: valid, invalid, absent."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from tests import factories


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "A camera maker"),
        ]
    )


def _certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> bytes:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name("authority"))
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )  # fmt: skip
    if not is_authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(issuer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def signed() -> bytes:
    """A photograph signed as a camera that knows C2PA would."""
    authority, camera = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    chain = _certificate("camera", camera, authority, is_authority=False)
    chain += _certificate("authority", authority, authority, is_authority=True)
    key = camera.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    source, target = io.BytesIO(), io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(source, "JPEG")
    source.seek(0)
    captured = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    action = {"action": "c2pa.created", "digitalSourceType": captured}
    manifest = {
        "claim_generator_info": [{"name": "Camera 7", "version": "1"}], "title": "arch.jpg",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }  # fmt: skip
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=key, ta_url=None))
    with c2pa.Builder(manifest) as builder:
        builder.sign(signer, "image/jpeg", source, target)
    return target.getvalue()


def test_a_signature_that_fits_the_file_is_valid_and_kept(world: SimpleNamespace, signed: bytes) -> None:
    made = factories.processed(world, signed)
    assert made.state == "ready", made.reason
    assert made.credentials == "valid"
    assert made.manifest["signature"]["issuer"] == "A camera maker"
    assert made.manifest["claim_generator"][0]["name"] == "Camera 7"


def test_pixels_changed_after_signing_make_it_invalid_and_the_photograph_is_still_evidence(
    world: SimpleNamespace, signed: bytes
) -> None:
    # A step of the quantisation table: every block changes a little and the file always decodes. A bit of the
    # compressed picture itself, which is noise here, would break the stream now and then.
    changed = bytearray(signed)
    luminance = b"\xff\xdb\x00\x43\x00"
    changed[signed.rindex(luminance) + len(luminance)] ^= 1
    made = factories.processed(world, bytes(changed))
    assert made.state == "ready", made.reason
    assert made.credentials == "invalid"
    assert made.manifest["failures"] == ["assertion.dataHash.mismatch"]


def test_a_file_without_credentials_is_marked_absent(world: SimpleNamespace) -> None:
    assert factories.processed(world).credentials == "absent"
