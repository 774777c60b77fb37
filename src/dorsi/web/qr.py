"""QR codes of links, for the terminal and for a page."""

import segno


def qr_text(link: str) -> str:
    """Return a QR code in block characters: two rows of modules per line, dark on light for scanners."""
    matrix = [list(row) for row in segno.make_qr(link, error="l").matrix_iter(border=2)]
    if len(matrix) % 2:
        matrix.append([0] * len(matrix[0]))
    signs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    pairs = zip(matrix[::2], matrix[1::2], strict=True)
    return "\n".join("".join(signs[bool(a), bool(b)] for a, b in zip(*rows, strict=True)) for rows in pairs)


def qr_svg(link: str) -> str:
    """Return a QR code as inline SVG without styles."""
    return segno.make_qr(link, error="m").svg_inline(border=4, scale=6, dark="#000", light="#fff", omitsize=True)
