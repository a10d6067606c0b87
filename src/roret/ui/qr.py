"""A link as a picture that a phone can read."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_svg(link: str) -> Markup:
    """An inline SVG of a QR code, without a style attribute (the page's policy forbids those)."""
    svg = segno.make(link, error="m").svg_inline(
        scale=5, border=4, dark="#1d2b36", light="#ffffff", omitsize=True, title=None, svgclass="qr", lineclass=None
    )
    return Markup(svg)
