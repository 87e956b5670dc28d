"""French, Spanish, Portuguese, Italian: 14 rue de la Paix; Calle Mayor 23, 3º B; Rua das Flores, 123; Via Roma 12."""

from __future__ import annotations

import re
from collections.abc import Iterator

_W = r"[\w'ºª.-]"
_GAP = r"(?:[,;]? ?\n ?|, ?| - | )"
_CITY = (
    rf"(?:[A-ZÀ-Ý]{_W}{{1,24}}(?:[ -](?:(?:de|do|da|dos|del|la|el|los|las|le|les|sur|di|[A-ZÀ-Ý]){_W}{{0,20}})){{0,4}})"
)
_FRENCH = re.compile(
    rf"(?<![\w.,€$/-])[0-9]{{1,4}}(?: ?(?:bis|ter|quater|[A-D])(?!\w))?,? (?i:rue|avenue|av\.|boulevard|bd\.?|"
    rf"blvd|place|chemin|allée|allées|"
    rf"impasse|quai|cours|route|square|passage|ruelle|faubourg) (?:(?:de|du|des|la|le|les|l'|d'|et|saint|"
    rf"[A-ZÀ-Ý0-9]){_W}{{0,24}} ?){{1,6}}"
    rf"(?<! )(?:{_GAP}(?:(?:B[âa]t|Bâtiment|Apt|Appt|Appartement|"
    rf"étage)\.? ?\w{{1,5}}))?(?:{_GAP}(?:F-)?[0-9]{{5}} {_CITY})?"
)
_SPANISH_STREET = (
    r"(?:(?i:calle|avda\.?|avenida|plaza|paseo|carrera|camino|ronda|travesía|carretera|calzada|pasaje|glorieta|"
    r"diagonal)|C/|Av\.|Pº|Cra\.?|Cl\.?)"
)
_PORTUGUESE_STREET = (
    r"(?:(?i:rua|avenida|travessa|praça|praca|alameda|estrada|largo|rodovia|quadra)|R\.|Av\.|Al\.|Tv\.)"
)
_ITALIAN_STREET = r"(?:(?i:via|viale|corso|piazza|piazzale|vicolo|largo))"
_NAME = (
    rf"(?: |(?<=[./]))(?:(?:de|del|la|las|los|el|da|das|do|dos|e|y|di|della|delle|[A-ZÀ-Ý0-9]){_W}{{0,24}} ?){{1,6}}?"
)
_HOUSE = r",? ?(?:n[º°o.]{1,2} ?|número |num\.? ?|# ?)?[0-9]{1,5}[A-Za-z]?(?:[-–][0-9]{1,4})?(?![\w%€]|[.,:]\d)"
_FLOOR = (
    r"(?:(?:,| -| )? ?(?:(?:piso|planta|puerta|pta|esc|escalera|bloque|portal|dpto|depto|apto|apt|ap|bl|bloco|"
    r"casa|sala|andar|interno|int)\.? ?"
    r"[\w]{1,4}[ºª°]?|[0-9]{1,2}\.? ?[ºª°] ?(?:[A-Z](?!\w)|dcha\.?|izda?\.?|izq\.?|[Ee]sq\.?|dto\.?|frente|"
    r"andar)?(?!\w))){0,3}"
)
_DISTRICT = rf"(?:{_GAP}{_CITY}(?:(?: -|,|/) ?[A-Z]{{2}}(?!\w))?){{0,3}}?"
_POSTCODE = r"(?:(?:CEP:? ?|CP:? ?|C\.P\. ?)?(?:[0-9]{5}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{4,5}))(?![\w-])"
_TAIL = rf"(?:{_DISTRICT}{_GAP}{_POSTCODE}(?: {_CITY})?)"
_TOWN_ALONE = rf"(?:, {_CITY}(?=[,.;\n)]|$))?"
_IBERIAN = re.compile(
    rf"(?<!\w)(?:{_SPANISH_STREET}|{_PORTUGUESE_STREET}){_NAME}(?<=[\w. ]){_HOUSE}{_FLOOR}(?:{_TAIL}|{_TOWN_ALONE})"
)
_COLOMBIAN = re.compile(
    rf"(?<!\w)(?i:calle|carrera|cra\.?|cl\.?|kr\.?|diagonal|transversal|avenida) [0-9]{{1,3}}[A-Z]? ?(?:#|"
    rf"n[º°o]\.?) ?[0-9]{{1,3}}[A-Z]?"
    rf" ?- ?[0-9]{{1,3}}{_TOWN_ALONE}"
)
_ITALIAN = re.compile(rf"(?<!\w){_ITALIAN_STREET}{_NAME}(?<=[\w. ]){_HOUSE}{_TAIL}")
_WORDS_OF_STREETS = (
    "calle avda avenida plaza paseo carrera camino ronda travesía carretera calzada pasaje glorieta diagonal c/ "
    "av. pº cra cl. cl kr "
    "rua travessa praça praca alameda estrada largo rodovia quadra r. al. tv. via viale corso piazza vicolo transversal"
)
_STREETS = _WORDS_OF_STREETS.split()
_CAPITAL = re.compile(r"[A-ZÀ-Ý]")


def found(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of each."""
    for match in _FRENCH.finditer(text):
        if _CAPITAL.search(match[0]):
            yield match.start(), match.start() + len(match[0].rstrip(" ,"))
    lowered = text.lower()
    if not any(word in lowered for word in _STREETS):
        return
    for street in (_IBERIAN, _COLOMBIAN, _ITALIAN):
        for match in street.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(" ,"))
