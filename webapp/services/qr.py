"""An address as a picture that the camera of a telephone opens."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 4  # modules around the code, as ISO/IEC 18004 asks


def qr_code(address: str) -> Markup:
    """Return a QR code (ISO/IEC 18004, level M) of an address as an SVG element that fills its box.

    Raises:
        segno.DataOverflowError: when the address is longer than a QR code can hold (2,331 bytes).
    """
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704
