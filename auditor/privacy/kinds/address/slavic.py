"""Russian, Ukrainian, Polish: ул. Ленина, д. 5, кв. 12, 101000 Москва; the town may stand before or behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"(?:[,;]? ?\n ?|[,;] ?| )"
_CITY = r"(?:(?:г|м|гор|пос|с|смт|дер)\. ?)?[А-ЯЁІЇЄҐA-Z][\w'-]{1,24}(?:[ -][А-ЯЁІЇЄҐA-Z][\w'-]{1,24}){0,2}"
_KIND = (
    r"(?i:ул\.|улица|улице|пр\.|пр-т|пр-кт|просп\.|проспект[еу]?|пер\.|переулок|бульвар|б-р|бульв\.|шоссе|ш\.|"
    r"наб\.|набережная|площадь|"
    r"пл\.|проезд|вул\.|вулиця|вулиці|пров\.|провулок|площа|узвіз|ul\.|al\.|os\.)"
)
_NAME = r" ?(?:[\w'.-]{1,25} ?){1,4}?"
_HOUSE = (
    r",? ?(?:(?:д|дом|буд|будинок|б)\.? ?)?[0-9]{1,4}(?:[ -]?[а-яіїєa-z](?!\w))?(?:[/-][0-9]{1,4}\w?)?(?![\w%]|"
    r"[.:][0-9])"
)
_FLAT = (
    r"(?:,? ?(?:корп|корпус|к|стр|строение|кв|квартира|оф|офис|офіс|под|подъезд|эт|этаж|поверх|m|"
    r"lok)\.? ?[0-9]{1,4}\w?){0,4}"
)
_BEFORE = (
    rf"(?:(?:(?<!\w)[0-9]{{5,6}}{_GAP})?(?:(?:г|м|гор|пос|с|смт)\. ?[А-ЯЁІЇЄҐ][\w'-]{{1,24}}{_GAP}|"
    rf"(?<=[0-9], ){_CITY}{_GAP}|(?<=[0-9] ){_CITY}{_GAP}))?"
)
_AFTER = (
    rf"(?:(?:{_GAP}{_CITY})?{_GAP}(?:[0-9]{{5,6}}|[0-9]{{2}}-[0-9]{{3}})(?!\w)(?:,? {_CITY})?|{_GAP}(?:г|м|"
    rf"гор)\. ?{_CITY})?"
)
_LETTERS = re.compile(r"[а-яіїє]|(?<!\w)(?:ul|al|os)\. ", re.IGNORECASE)
_END = r"(?=[,;.)\n]|$| [А-ЯЁІЇЄҐ(-])"
_STREET = re.compile(rf"{_BEFORE}(?<!\w){_KIND}(?P<name>{_NAME}){_HOUSE}{_FLAT}{_END}{_AFTER}")
_NAMED_FIRST = re.compile(
    rf"{_BEFORE}(?<!\w)[А-ЯЁІЇЄҐ][\w-]{{2,25}}(?:ий|ый|ой|ая|ский|ська|ський|а) {_KIND}"
    rf",? (?:д|дом|буд|будинок)\.? ?[0-9]{{1,4}}\w?(?:[/-][0-9]{{1,4}})?{_FLAT}{_AFTER}"
)


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    if not _LETTERS.search(text):
        return
    for match in _STREET.finditer(text):
        if any(letter.isupper() for letter in match["name"]):
            yield match.span()
    for match in _NAMED_FIRST.finditer(text):
        yield match.span()
