"""English: 12 Harbour Street, Bristol BS1 4QA; 742 Evergreen Terrace, Springfield, IL 62704; PO Box 12."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SURE = (  # the kinds of street that are hardly anything else
    r"Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Terrace|Crescent|Cres\.?|Gardens|"
    r"Parkway|Pkwy\.?|Highway|Hwy\.?|Mews|Grove|Circle|Cir\.?|Trail|Turnpike|Esplanade|Parade|STREET|ROAD|AVENUE|"
    r"DRIVE|LANE"
)
_MAYBE = (
    r"Court|Ct\.?|Place|Pl\.?|Way|Close|Hill|Park|Row|Walk|Square|Sq\.?|Rise|Green|Loop|Broadway|Quay|Wharf|Plaza|Point"
)
_NAME = r"(?:[NSEW]{1,2}\.? )?(?:(?:[A-Z][\w'.-]{0,20}|[0-9]{1,3}(?:st|nd|rd|th)|of|the) ){1,4}"
_UNIT = r"(?:Flat|Apt\.?|Apartment|Suite|Ste\.?|Unit|Floor|Room|Rm\.?|#)[ ]?[\w-]{1,6}"
_HEAD = rf"(?<![\w$€£.,:/-])(?:{_UNIT},?[ \n])?[0-9]{{1,5}}[A-Za-z]?(?:[-/][0-9]{{1,4}})?,? "
_TURN = r"(?:,? (?:N\.[EW]\.|S\.[EW]\.)|(?: (?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b\.?))?"
_POSTCODE = (
    r"(?:[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[A-Z]{2}\.?,? [0-9]{5}(?:-[0-9]{4})?|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|"
    r"(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT) [0-9]{4}|[A-Z]{1}[a-z]{3,15} [0-9]{5}(?:-[0-9]{4})?|[0-9]{5,6})(?![\w-])"
)
_PART = r"(?:[,.]? {0,4}\n[ \n]{0,5}|, ?| )"
_TOWN = rf"(?:{_PART}(?:{_UNIT}|[A-Z][\w'.-]{{0,24}}(?: [A-Z][\w'.-]{{0,24}}){{0,3}})){{0,4}}?"
_TAIL = (
    rf"{_TOWN}{_PART}{_POSTCODE}(?:{_PART}(?:UK|U\.K\.|USA|U\.S\.A\.|United Kingdom|United States|Australia|Canada|"
    rf"Ireland|India)\b)?"
)
_STREET = re.compile(
    rf"{_HEAD}{_NAME}(?:(?:{_SURE})(?![\w]){_TURN}(?:,? {_UNIT})?(?:{_TAIL})?|"
    rf"(?:{_MAYBE})(?!\w){_TURN}(?:,? {_UNIT})?{_TAIL})"
)
_BOX = re.compile(rf"(?<!\w)P\.? ?O\.? ?Box [0-9]{{1,6}}(?:{_TAIL})?", re.IGNORECASE)
_TOWN_ALONE = re.compile(r", ?\n? ?(?:[A-Z][a-z'-]{2,20})(?: [A-Z][a-z'-]{1,20}){0,2}(?=[,.;\n)]|$)")
_COUNTED = re.compile(
    r"[0-9]+ (?:Years?|Months?|Weeks?|Days?|Hours?|Minutes?|Miles?|Km|Stars?|Percent|People|Times|Jan|Feb|Mar|"
    r"Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2} [^0-9]+$")


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _STREET.finditer(text):
        if not _COUNTED.match(match[0]) and not (_YEAR.match(match[0]) and text[: match.start()].endswith(" ")):
            town = None if match[0][-1].isdigit() else _TOWN_ALONE.match(text, match.end())
            yield match.start(), town.end() if town and "," in town[0] else match.end()
    for match in _BOX.finditer(text):
        yield match.span()
