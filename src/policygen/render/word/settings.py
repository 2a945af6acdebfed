"""The parts of a Word file beside its text and its styles: theme, fonts, numbering and settings.

Takes colours, sizes and what was counted while writing; gives parts of the package (ECMA-376, part 1, 17.8, 17.9, 17.15
and 20.1.6).
"""

from itertools import product

from policygen.render.word.look import (
    FAMILIES,
    HEADER,
    NAMESPACES,
    Look,
    Palette,
    item_indent,
    list_style,
    style_id,
)

__all__ = ["fonts", "numbering", "settings", "theme"]


def theme(hues: Palette) -> str:
    """Return the theme (20.1.6.9): the faces and colours that Word offers to whoever writes on in the document."""
    given = {
        "dk1": hues.ink,
        "lt1": hues.paper,
        "dk2": hues.ink_2,
        "lt2": hues.tint,
        "accent1": hues.own,
    }
    accents = (hues.ink, hues.ink_2, hues.edge, hues.hair, hues.tint)
    given |= {f"accent{count}": colour for count, colour in enumerate(accents, start=2)}
    given |= {"hlink": hues.link, "folHlink": hues.link}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in given.items())
    faces = f'<a:latin typeface="{hues.face}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEADER}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="policygen">'
        f'<a:themeElements><a:clrScheme name="policygen">{scheme}</a:clrScheme><a:fontScheme name="policygen">'
        f"<a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="policygen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def fonts(hues: Palette) -> str:
    """Return the table of fonts (17.8.3.10): what stands in for ours where it is missing."""
    return (
        f'{HEADER}<w:fonts {NAMESPACES}><w:font w:name="{hues.face}"><w:altName w:val="Liberation Sans"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def numbering(look: Look, started: list[tuple[int, int, int]]) -> str:
    """Return the numbering part: the markers of each family, and the numbered lists of the document.

    `started` has the place of the family, the depth and the first number of each, in the order of the document.
    Their ids follow on those of the markers.
    """
    made = [HEADER, f"<w:numbering {NAMESPACES}>"]
    kinds = (("Bullet", "bullet", ("•", "–", "•")), ("Number", "decimal", ("%1.", "%2.", "%3.")))
    for pattern, (name, (kind, form, marks)) in enumerate(product(FAMILIES, kinds)):
        levels = "".join(
            # Word finds the depth of a list style by the level that names the style, not by what the style says
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:pStyle w:val="{style_id(list_style(name, kind, depth))}"/><w:lvlText w:val="{mark}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind {item_indent(name, look.rail, depth)}/></w:pPr></w:lvl>'
            for depth, mark in enumerate(marks)
        )
        made.append(
            f'<w:abstractNum w:abstractNumId="{pattern}"><w:nsid w:val="{0x5AFE0000 + pattern:08X}"/>'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    markers = 2 * len(FAMILIES)
    made += [f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(markers)]
    for count, (family, depth, start) in enumerate(started):
        made.append(
            f'<w:num w:numId="{markers + 1 + count}"><w:abstractNumId w:val="{2 * family + 1}"/>'
            f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
    return "".join((*made, "</w:numbering>"))


def settings(lang: str, *, protected: bool) -> str:
    """Return the settings; of a protected document, only the fields can be filled in.

    The order is that of the schema (17.15.1.78): Word repairs or refuses a file in which it is another.
    """
    lock = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if protected else ""
    return (
        f'{HEADER}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{lock}<w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val="{lang}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
