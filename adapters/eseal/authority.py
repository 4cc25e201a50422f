"""The simulator's certificate authority and the seals it issues, kept so that a restart trusts
what was sealed before it. For trials only: the keys open nothing outside this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CA_FILE = "ca.pem"
_YEARS = timedelta(days=3650)
_CA_NAME = "天河智慧政务 电子印章测试CA（仅供演示）"


@dataclass(frozen=True, slots=True)
class KeyPair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class TestAuthority:
    """Makes itself and its seals in `folder` at first need."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.root = self._kept("ca", _CA_NAME, None)

    def seal(self, seal_id: str, holder: str) -> KeyPair:
        """The certificate and key of one office's seal."""
        return self._kept(seal_id, holder, self.root)

    def _kept(self, name: str, common_name: str, issuer: KeyPair | None) -> KeyPair:
        certificate_file = self._folder / f"{name}.pem"
        key_file = self._folder / f"{name}.key"
        if not (certificate_file.exists() and key_file.exists()):
            made = _issue(common_name, issuer)
            key_file.write_bytes(_pem(made.key))
            key_file.chmod(0o600)
            certificate_file.write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return KeyPair(x509.load_pem_x509_certificate(certificate_file.read_bytes()), key)


def _issue(common_name: str, issuer: KeyPair | None) -> KeyPair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    is_root = issuer is None
    moment = datetime.now(UTC) - timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment)
        .not_valid_after(moment + _YEARS)
        .add_extension(x509.BasicConstraints(is_root, 0 if is_root else None), critical=True)
        .add_extension(_usage(is_root), critical=True)
    )
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return KeyPair(certificate, key)


def _usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_cert_sign=is_root,
        crl_sign=is_root, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
