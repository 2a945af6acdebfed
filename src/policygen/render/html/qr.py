"""QR codes (ISO/IEC 18004): an address to an SVG drawing with its quiet zone."""

import io

__all__ = ["qr_svg"]

QUIET_ZONE = 4
"""Modules that stay white on every side (ISO/IEC 18004, 5.3.8)."""


def qr_svg(address: str, *, ink: str, paper: str) -> str:
    """Return the QR code of an address in one colour on another, sized by whoever shows it.

    Error correction is at least M (15 %): a folded, photocopied leaflet still scans. Deterministic.
    """
    import segno  # noqa: PLC0415  dear to import, and needed only where a leaflet is printed

    code = segno.make_qr(address, error="m")
    drawn = io.BytesIO()
    code.save(
        drawn,
        "svg",
        border=QUIET_ZONE,
        dark=ink,
        light=paper,
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue().decode()
