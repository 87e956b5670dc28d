"""What stands before a number says what it is: "passport no. …" is one thing, "order no. …" another."""

from __future__ import annotations

import re

NUMBER = (  # what people put between the name of a number and the number
    r"(?:number|num|no|nr|nº|n°|n\.?\s?[º°o]|núm|número|numero|numéro|num|nummer|lautet|номер|номером|серия|серія|и|та|"
    r"code|id|is|was|are|it's|my|es|é|est|ist|meu|mi|for|this|the|to|seria|series|acct|account|card|of|our|"
    r"company|company's|business|sob|o|do|de|del|der|des)"
)
BETWEEN = rf"(?:[\s.:#№\"'(=\-]{{0,4}}(?<!\w){NUMBER}(?!\w)){{0,4}}[\s.:#№\"'(=\-]{{0,5}}"
_OTHER_NUMBERS = re.compile(
    r"(?:order|ticket|case|invoice|contract|job|ref|reference|tracking|track|transaction|txn|version|ver|build|release|"
    r"milestone|proposal|item|sku|part|serial|model|batch|lot|article|commit|sha|hash|uuid|guid|duns|d-u-n-s|"
    r"claim|docket|"
    r"file|booking|confirmation|receipt|quote|po|purchase|request|incident|error|line|page|post|tweet|message|"
    r"pedido|factura|contrato|referencia|incidencia|trabajo|transacción|seguimiento|caso|"
    r"commande|facture|contrat|référence|dossier|colis|suivi|"
    r"auftrag|bestellung|bestellnummer|auftragsnummer|rechnung|rechnungsnummer|vertrag|vorgang|aktenzeichen|"
    r"sendung|sendungsnummer|"
    r"encomenda|fatura|protocolo|chamado|proposta|rastreio|"
    r"заказ|заказа|счёт-фактура|договор|договора|тикет|обращение|обращения|контракт|накладная|трек|заявка|заявки|"
    r"замовлення|договір|договору|звернення|рахунок-фактура|ттн|usps|fedex|ups|dhl)s?"
    r"[\s.:#№\"'(=\-]{0,4}(?:\b(?:number|num|no|nr|nº|n°|número|numéro|номер|id|is|was|ist|es|est|reference|ref)\b"
    r"[\s.:#№\"'(=\-]{0,4}){0,3}[#№]?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[#№$€£¥₴₽]|R\$|\bUSD|\bEUR|\bGBP)\s?$")
_WORD = re.compile(r"\w")
REACH = 45


def is_other_number(text: str, start: int) -> bool:
    """Whether the words before it announce an order, a ticket, an amount: a number that names no person."""
    before = text[max(0, start - REACH) : start]
    if _SIGN.search(before):
        return True
    match = _OTHER_NUMBERS.search(before)
    return match is not None and (match.start() == 0 or not _WORD.match(before[match.start() - 1]))


def announcing(words: str) -> str:
    """An expression for any of the words and what usually stands between them and the number."""
    return rf"(?<!\w)(?:{words})(?!\w){BETWEEN}"
