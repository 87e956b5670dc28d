"""Phone numbers: international ones by their plus, national ones by how their country writes them, others by a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.privacy.kinds.announced import BETWEEN, is_other_number

LABEL = "[phone]"
DIGITS = 7
_INTERNATIONAL = r"(?:\+ ?|\(\+)[1-9](?:[ .\-/()]{0,3}[0-9]){6,14}|00 ?[1-9][0-9]{0,2}(?:[ .\-/()]{1,3}[0-9]{1,6}){2,5}"
_NATIONAL = "|".join(
    (
        r"(?:1[ .-])?\([2-9][0-9]{2}\) ?-?[2-9][0-9]{2}[ .-][0-9]{4}",
        r"(?:1[ .-])?[2-9][0-9]{2}(?:[.-]| (?=[0-9]{3}[ -]))[2-9][0-9]{2}[ .-][0-9]{4}",
        r"1-[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}",  # North America, above and here
        r"\(0[0-9]{1,4}\) ?[0-9]{2,8}(?:[ -][0-9]{2,5}){0,3}",  # trunk prefix in brackets
        r"0[1-9](?:[ .-][0-9]{2}){4}",  # France
        r"(?<!\d )0[1-9][0-9]{0,3}[ /-][0-9]{3,8}(?:[ -][0-9]{1,5}){0,3}",  # United Kingdom, Germany and others
        r"(?<!\d )0[1-9][0-9][ -][0-9]{3}(?:[ -][0-9]{2}){2}",  # Ukraine
        r"\([1-9]{2}\) ?9?[0-9]{4}[ -][0-9]{4}|[1-9]{2} 9[0-9]{4}-[0-9]{4}",  # Brazil
        r"8[ -]?\([0-9]{3,5}\)[ -]?[0-9]{1,3}(?:[ -]?[0-9]{2}){2}",
        r"8[ -][0-9]{3}[ -][0-9]{3}(?:[ -][0-9]{2}){2}",  # Russia
        r"[6-9][0-9]{4}[ -][0-9]{5}",  # India
    )
)
_SURE = re.compile(rf"(?<![\w+])(?<!\d[.,/-])(?:({_INTERNATIONAL})|{_NATIONAL})(?![\w%]|[.,:/-]\d| ?[€$£])")
_LIKELY = re.compile(r"(?<![\w+])(?<!\d[ .,/-])\(?[0-9](?:[ .\-/()]{0,2}[0-9]){6,14}(?![\w%]|[.,:/-]\d| ?[€$£])")
_WORDS = re.compile(
    r"(?<!\w)(?:(?:tele)?phones?|tel|telefon\w{0,3}|teléfono|telephone|telefone|téléphone|tél|telemóvel|celular|"
    r"cel|cell(?:phone)?|"
    r"mobil|mobile|móvil|movil|handy\w{0,6}|portable|fax|whatsapp|whats app|zap|viber|telegram|signal|sms|"
    r"text(?: me)?|dial|hotline|"
    r"call(?: me)?|ring(?: me)?|reach me|contact number|my number|ph|mob|[mtp](?=[:.])|"
    r"ll[aá]m[ae]\w{0,4}|ligue|ligar|mi número|meu número|mon numéro|appelez\w{0,4}|rappel\w{0,6}|meine nummer|"
    r"anruf\w{0,3}|"
    r"rufen sie mich|тел|телефон\w{0,3}|звоните|позвоните|номер телефона|мой номер|моб|мобильный|мобільний|"
    rf"телефонуйте|дзвоніть|мій номер|ватсап|вайбер|номер телефону)(?!\w)(?:{BETWEEN}|[^\w\n]{{0,3}}(?:\b(?:at|"
    rf"on|para|pelo|under|unter|al|au|no|на|за|en|"
    r"me|mich|back|by|via|por|/|work|home)\b[\s.:]{0,3}){0,3})$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[0-9]{4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,2}(?![0-9])|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2,4}(?![0-9])|"
    r"20[0-9]{6}(?:[ -.]|$)"
)


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _SURE.finditer(text):
        with_plus = (match[1] or "").startswith(("+", "(+"))
        if with_plus or not (_DATE.fullmatch(match[0]) or is_other_number(text, match.start())):
            yield match.span()
    for match in _LIKELY.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if _WORDS.search(before) and not _DATE.match(match[0]) and not is_other_number(text, match.start()):
            yield match.span()
