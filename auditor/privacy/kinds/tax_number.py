"""Tax and social security numbers: a form of its own with its check digits, or any number that its name announces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from auditor.privacy.kinds import check_digits
from auditor.privacy.kinds.announced import BETWEEN, announcing, is_other_number

LABEL = "[tax number]"
DIGITS = 4


class Form(NamedTuple):
    """A way of writing a number that needs no name before it, where its check digits are right."""

    pattern: str
    check: Callable[[str], bool]


def _right(_: str) -> bool:
    return True


FORMS = (
    Form(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}", _right),  # United States, SSN
    Form(r"9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])-[0-9]{4}", _right),  # United States, ITIN
    Form(
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", _right
    ),  # UK, NI
    Form(r"[0-9]{8}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),  # Spain, DNI
    Form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),
    Form(r"[XYZ][ -]?[0-9]{7}[ -]?[A-HJ-NP-TV-Z]", check_digits.dni),  # Spain, NIE
    Form(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", _right),  # Brazil, CPF: nothing else is written like that
    Form(r"[0-9]{11}", check_digits.cpf),
    Form(r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-[0-9]{2}", _right),  # Brazil, CNPJ
    Form(r"[0-9]{14}", check_digits.cnpj),
    Form(r"[0-9]{2}-[0-9]{8}-[0-9]", check_digits.cuit),  # Argentina, CUIT
    Form(r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9kK]", check_digits.rut),  # Chile, RUT
    Form(r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}", check_digits.snils),  # Russia, SNILS
    Form(r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}", check_digits.ean13),  # Switzerland, AHV
    Form(r"[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]", _right),  # Italy, codice fiscale
    Form(r"[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]", _right),  # Mexico, CURP
    Form(r"DE ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", check_digits.steuer_id),  # European Union, VAT ids
    Form(r"ATU ?[0-9]{8}", _right),
    Form(r"CHE-?[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?: ?(?:MWST|TVA|IVA))?", _right),
    Form(r"ES ?[A-HJNP-SUVW][0-9]{7}[0-9A-J]", _right),
    Form(r"NL ?[0-9]{9} ?B[0-9]{2}", _right),
)
_FORM = re.compile(rf"(?<![\w.,/-])(?:{'|'.join(f'({form.pattern})' for form in FORMS)})(?![\w/]|[.,-]\w)")
_BARE = re.compile("[0-9]+$")  # digits in a row: an order has them as well
_WORDS = (  # written in any case
    r"ssn|social security|itin|tax ?(?:payer)?[ -]?(?:id|identification|no|number|reference|file number)|"
    r"tax ?payer|nino|"
    r"national insurance|vat|ust-?id(?:nr|-nr)?|umsatzsteuer-?id\w{0,24}|steuer-?id(?:nr)?|steueridentifikationsnummer|"
    r"steueridentnummer|steuernummer|steuer-?nr|uid-nr|tva|siret|siren|numéro fiscal|sécurité sociale|"
    r"numéro de sécu|nif|dni|"
    r"curp|cuit|cuil|cédula|cedula|seguridad social|identificación fiscal|cpf|cnpj|contribuinte|niss|pis/pasep|"
    r"инн|снилс|ндс|"
    r"іпн|рнокпп|єдрпоу|ідентифікаційн\w{1,4} код|податков\w{1,4} номер|aadhaar|aadhar|social insurance|"
    r"tax file|pesel|codice fiscale|partita iva|p\. ?iva|burgerservicenummer|personnummer|employer identification|"
    r"abn|gstin|gst|afm|cnp"
)
_CAPITALS = r"EIN|TIN|NI|UTR|PAN|SIN|TFN|NIE|CIF|RFC|RUT|NIT|RG|NIR|NIP|BSN|CPR|TCKN|TC|IdNr|NIN|FEIN|ИИН|УНП"
_CAPITAL = re.compile(rf"(?<!\w)(?:{_CAPITALS})(?!\w)")
_WORDS_OF_STEMS = (  # one of them is in every one of the words
    "ssn social itin tax nino insurance vat ust umsatz steuer uid tva sire num sécu nif dni curp cui dula "
    "seguridad identif cpf cnpj "
    "contrib niss pis инн снилс ндс іпн рнокпп єдрпоу код номер aadha pesel codice partita iva burger "
    "personnummer abn gst afm cnp"
)
_STEMS = _WORDS_OF_STEMS.split()
_NUMBER = (
    r"((?:[A-Z]{1,5}[ -]?)?[0-9](?:[ ./-]?[0-9]|[ .-]?[A-Z](?![a-z])){5,19}(?!\w)"
    r"|[A-Z]{3,5}[0-9]{4,6}[A-Z0-9]{1,4}(?!\w))"
)
_NAMED = re.compile(rf"(?:(?i:{announcing(_WORDS)})|(?<!\w)(?:{_CAPITALS})(?!\w)(?i:{BETWEEN})){_NUMBER}")


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    lowered = text.lower()
    if any(word in lowered for word in _STEMS) or _CAPITAL.search(text):
        for match in _NAMED.finditer(text):
            yield match.span(1)
    for match in _FORM.finditer(text):
        form = FORMS[(match.lastindex or 1) - 1]
        bare = bool(_BARE.match(match[0]))
        if form.check(match[0]) and not (bare and is_other_number(text, match.start())):
            yield match.span()
