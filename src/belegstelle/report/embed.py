"""A chart inside a page: its SVG with real text, the page's colours, and ids of its own."""

from html import escape
from xml.etree import ElementTree as Tree

from belegstelle.charts.frame import COLOURS, FAINT, HAIRLINE, INK
from belegstelle.report.links import CHARTS, link

SVG, LINKS = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

# The colours of a drawing, as the page's style names them in light and in dark.
ON_PAGE = {
    INK: "var(--ink)",
    FAINT: "var(--soft)",
    HAIRLINE: "var(--line)",
    "#ffffff": "var(--paper)",
    **{colour: f"var(--{voice})" for voice, colour in COLOURS.items()},
}


def embed(svg: bytes, name: str, alt: str, width: int) -> str:
    """Return a chart's SVG to stand in a page: alt told, ids prefixed by name, colours the page's.

    width: in pixels, where there is room. A reader's search finds the text in it.
    """
    Tree.register_namespace("", SVG)
    Tree.register_namespace("xlink", LINKS)
    root = Tree.fromstring(svg)
    for left_out in (f"{{{SVG}}}metadata", f"{{{SVG}}}title"):
        for element in root.findall(left_out):
            root.remove(element)
    for defs in root.findall(f"{{{SVG}}}defs"):
        for sheet in defs.findall(f"{{{SVG}}}style"):  # it would hold for the whole page
            defs.remove(sheet)
    for element in root.iter():
        element.attrib = {key: _on_page(key, value, name) for key, value in element.items()}
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.attrib |= {"role": "img", "aria-label": alt, "width": str(width)}
    root.set("style", "stroke-linejoin:round;stroke-linecap:butt")
    return Tree.tostring(root, encoding="unicode")


def _on_page(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    if key == f"{{{LINKS}}}href":
        return value.replace("#", f"#{name}-")
    if "url(#" in value:
        value = value.replace("url(#", f"url(#{name}-")
    for colour, named in ON_PAGE.items():
        value = value.replace(colour, named)
    return value


def figure_html(svg: bytes, name: str, alt: str, width: int) -> str:
    """Return a chart as a figure of a page, with its files for slides below."""
    files = " ".join(
        link(f"{CHARTS}/{escape(name)}.{kind}", kind.upper()) for kind in ("png", "svg")
    )
    return (
        f'<figure class="bs-figure" id="chart-{escape(name)}">{embed(svg, name, alt, width)}'
        f'<p class="bs-base">For slides: {files}</p></figure>'
    )
