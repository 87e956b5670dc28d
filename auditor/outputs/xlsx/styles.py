"""How cells look: a few calm formats; a verdict is a word with a colour, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Kind = Literal[
    "text", "code", "count", "number", "share", "span", "date", "day", "verdict", "severity", "head", "title",
    "section", "sentence", "note", "link", "line",
]  # fmt: skip

INK, SOFT, LINE, SUNK = "#1D1C1A", "#57534A", "#B9B4A7", "#F4F2EC"
COLOURS: Final[Mapping[str, tuple[str, str]]] = {  # ink and tint, as on the pages
    "violated": ("#A3271C", "#FBECEB"),
    "indeterminate": ("#4D4A80", "#EEEDF8"),
    "pending": ("#7A5200", "#FCF3DC"),
    "complied": ("#1C6650", "#E5F3EE"),
}
GRAVE: Final[Mapping[str, str]] = {"critical": "#A3271C", "high": "#A3271C"}
CELLS: Final = ("text", "code", "count", "number", "share", "span", "date", "day", "verdict", "severity")
RULED: Final = {"bottom": 1, "bottom_color": "#E0DDD4"}  # a thin line under every row
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"align": "left", "indent": 1},
    "line": {"align": "left", "indent": 1},  # text that runs over the empty cells beside it
    "code": {"align": "left", "indent": 1, "font_name": "Consolas", "font_size": 9, "font_color": SOFT},
    "count": {"num_format": "#,##0", "align": "right"},
    "number": {"num_format": "#,##0.##", "align": "right"},
    "share": {"num_format": "0.0%", "align": "right"},
    "span": {"num_format": "[h]:mm:ss", "align": "right"},
    "date": {"num_format": "ddd d mmm yyyy hh:mm", "align": "left", "indent": 1},
    "day": {"num_format": "ddd d mmm yyyy", "align": "left", "indent": 1},
    "verdict": {"bold": True, "align": "left", "indent": 1},
    "severity": {"align": "left", "indent": 1},
    "head": {"bold": True, "bg_color": SUNK, "bottom": 1, "bottom_color": LINE, "text_wrap": True, "valign": "vcenter"},
    "title": {"align": "left", "indent": 1, "bold": True, "font_size": 11, "font_color": SOFT},
    "section": {"align": "left", "indent": 1, "bold": True, "font_size": 13},
    "sentence": {
        "align": "left",
        "indent": 1,
        "bold": True,
        "font_size": 18,
        "font_name": "Georgia",
        "text_wrap": True,
    },
    "note": {"align": "left", "indent": 1, "font_color": SOFT, "text_wrap": True},
    "link": {"align": "left", "indent": 1, "font_color": "#1F4F82", "underline": 1},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str, bool, bool], Any] = {}

    def of(self, kind: Kind, value: object = None, *, wrap: bool = False, grey: bool = False) -> Any:
        """The format of a cell; `value`: the verdict or severity that it shows, or `number` for a head."""
        coloured = str(value) if kind in ("verdict", "severity", "head") else ""
        key = (kind, coloured, wrap, grey)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_look(kind, coloured, wrap, grey))
        return self._made[key]


def _look(kind: Kind, coloured: str, wrap: bool, grey: bool) -> Mapping[str, Any]:
    look: dict[str, Any] = {"valign": "top", "font_color": INK, **(RULED if kind in CELLS else {}), **LOOKS[kind]}
    if kind == "head" and coloured == "number":
        look["align"] = "right"
    elif kind == "head":
        look |= {"align": "left", "indent": 1}
    if wrap and kind in ("text", "code"):
        look["text_wrap"] = True
    if kind == "verdict" and coloured in COLOURS:
        look["font_color"], look["bg_color"] = COLOURS[coloured]
    if kind == "severity" and coloured in GRAVE:
        look |= {"font_color": GRAVE[coloured], "bold": coloured == "critical"}
    return {**look, "font_color": "#6F6B62", "italic": True} if grey else look
