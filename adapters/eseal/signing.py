"""How the simulator seals: a PAdES signature (ETSI EN 319 142, B-B) with the seal's picture."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from adapters.eseal.authority import KeyPair

USE = "政务服务专用章"
_PICTURE = Path(__file__).with_name("seal.typ")
_FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_SIDE = 42 / 25.4 * 72
_PAGE_HEIGHT = 297 / 25.4 * 72
_BELOW_NAME = 4 / 25.4 * 72
"""The seal's middle lies between the office's name and the date."""


@dataclass(frozen=True, slots=True)
class Place:
    """Page from 1; points from its top left to the middle of the office's name."""

    page: int
    x: float
    y: float

    def box(self) -> tuple[int, int, int, int]:
        """Left, bottom, right, top in PDF's own points, from the page's bottom left."""
        left, bottom = self.x - _SIDE / 2, _PAGE_HEIGHT - self.y - _BELOW_NAME - _SIDE / 2
        return round(left), round(bottom), round(left + _SIDE), round(bottom + _SIDE)


def sign(document: bytes, seal: KeyPair, root: KeyPair, org_name: str, place: Place) -> bytes:
    """The document with the seal over the office's name and the date (骑年盖月)."""
    signer = SimpleSigner(
        signing_cert=_certificate(seal),
        signing_key=keys.PrivateKeyInfo.load(_der(seal)),
        cert_registry=_registry(root),
    )
    meta = PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=org_name,
        reason="加盖电子印章",
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as picture:
        picture.write(_picture(org_name))
        picture.flush()
        style = StaticStampStyle(
            background=ImportedPdfPage(picture.name),  # type: ignore[no-untyped-call]
            background_opacity=0.85,
            border_width=0,
        )
        field = SigFieldSpec("Seal", on_page=place.page - 1, box=place.box())
        writer = IncrementalPdfFileWriter(BytesIO(document))
        sealed = PdfSigner(meta, signer, stamp_style=style, new_field_spec=field).sign_pdf(writer)
    return bytes(sealed.getbuffer())


def _picture(org_name: str) -> bytes:
    drawn: bytes = typst.compile(
        _PICTURE,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"name": org_name, "use": USE},
    )
    return drawn


def _registry(root: KeyPair) -> SimpleCertificateStore:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register(_certificate(root))
    return registry


def _certificate(pair: KeyPair) -> x509.Certificate:
    return x509.Certificate.load(pair.certificate.public_bytes(serialization.Encoding.DER))


def _der(pair: KeyPair) -> bytes:
    return pair.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
