"""Tax and social security numbers: a form of its own with its check digits, or any number that its name announces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from auditor.privacy.kinds import check_digits
from auditor.privacy.kinds.announced import BETWEEN, announcing, is_other_number

LABEL = "[tax number]"


class Form(NamedTuple):
    """A way of writing a number that needs no name before it, where its check digits are right."""

    pattern: re.Pattern[str]
    check: Callable[[str], bool]


def _right(_: str) -> bool:
    return True


def _form(pattern: str, check: Callable[[str], bool] = _right) -> Form:
    return Form(re.compile(rf"(?<![\w.,/-])(?:{pattern})(?![\w/]|[.,-]\w)"), check)


FORMS = (
    _form(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}"),  # United States, SSN
    _form(r"9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])-[0-9]{4}"),  # United States, ITIN
    _form(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"),  # UK, NI
    _form(r"[0-9]{8}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),  # Spain, DNI
    _form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),
    _form(r"[XYZ][ -]?[0-9]{7}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),  # Spain, NIE
    _form(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}"),  # Brazil, CPF: nothing else is written like that
    _form(r"[0-9]{11}", check_digits.cpf),
    _form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-[0-9]{2}"),  # Brazil, CNPJ
    _form(r"[0-9]{14}", check_digits.cnpj),
    _form(r"[0-9]{2}-[0-9]{8}-[0-9]", check_digits.cuit),  # Argentina, CUIT
    _form(r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9kK]", check_digits.rut),  # Chile, RUT
    _form(r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}", check_digits.snils),  # Russia, SNILS
    _form(r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}", check_digits.ean13),  # Switzerland, AHV
    _form(r"[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]"),  # Italy, codice fiscale
    _form(r"[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]"),  # Mexico, CURP
    _form(r"DE ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", check_digits.steuer_id),  # European Union, VAT ids
    _form(r"ATU ?[0-9]{8}"),
    _form(r"CHE-?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?: ?(?:MWST|TVA|IVA))?"),
    _form(r"ES ?[A-HJNP-SUVW][0-9]{7}[0-9A-J]"),
    _form(r"NL ?[0-9]{9} ?B[0-9]{2}"),
)
_BARE = re.compile("[0-9]+$")  # digits in a row: an order has them as well
_WORDS = (  # written in any case
    r"ssn|social security|itin|tax ?(?:payer)?[ -]?(?:id|identification|no|number|reference|file number)|tax ?payer|nino|"
    r"national insurance|vat|ust-?id(?:nr|-nr)?|umsatzsteuer-?id\w{0,24}|steuer-?id(?:nr)?|steueridentifikationsnummer|"
    r"steueridentnummer|steuernummer|steuer-?nr|uid-nr|tva|siret|siren|numéro fiscal|sécurité sociale|numéro de sécu|nif|dni|"
    r"curp|cuit|cuil|cédula|cedula|seguridad social|identificación fiscal|cpf|cnpj|contribuinte|niss|pis/pasep|инн|снилс|ндс|"
    r"іпн|рнокпп|єдрпоу|ідентифікаційн\w{1,4} код|податков\w{1,4} номер|aadhaar|aadhar|social insurance|"
    r"tax file|pesel|codice fiscale|partita iva|p\. ?iva|burgerservicenummer|personnummer|employer identification|"
    r"abn|gstin|gst|afm|cnp"
)
_CAPITALS = r"EIN|TIN|NI|UTR|PAN|SIN|TFN|NIE|CIF|RFC|RUT|NIT|RG|NIR|NIP|BSN|CPR|TCKN|TC|IdNr|NIN|FEIN|ИИН|УНП"
_NUMBER = (
    r"((?:[A-Z]{1,5}[ -]?)?[0-9](?:[ ./-]?[0-9]|[ .-]?[A-Z](?![a-z])){5,19}(?!\w)"
    r"|[A-Z]{3,5}[0-9]{4,6}[A-Z0-9]{1,4}(?!\w))"
)
_NAMED = re.compile(
    rf"(?:(?i:{announcing(_WORDS)})|(?<!\w)(?:{_CAPITALS})(?!\w)(?i:{BETWEEN})){_NUMBER}"
)


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _NAMED.finditer(text):
        yield match.span(1)
    for form in FORMS:
        for match in form.pattern.finditer(text):
            bare = bool(_BARE.match(match[0]))
            if form.check(match[0]) and not (bare and is_other_number(text, match.start())):
                yield match.span()
