"""Which names and ids in a text are whose: folded, so that case, accents and spelling of apostrophes do not matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import category, combining, name, normalize

UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")  # scripts whose names stand in a text without spaces
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "’": "'", "ʼ": "'", "‘": "'"})
MOST_PARTS = 6  # a longer "name" is a sentence
OFTEN = 3  # times that a word is used as one
LONG_ID = 5  # a shorter id is an ordinary number in a text


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NO_NAMES = _words(  # parts of a name, or of a shared account, that name nobody by themselves
    """
    de da do dos das di del della der den van von zu le la el al bin ben ibn abu mc st the and of jr sr dr mr mrs ms
    support team agent service help desk admin bot system tier customer care user test account center centre
    qa lead manager coach quality operations
    """
)
ALSO_WORDS = _words(  # names that are words as well: they are names where they are capitalised and no such word follows
    """
    will mark bill may june april august grace hope faith joy rose art chase drew sue rob pat grant frank miles
    summer dawn young king long case rich guy page price day love best bright gold brown white black green field
    wood hill stone church law court judge bishop cook baker mason hunter banks bond cash penny ray don an so in my
    me he to you ok see read wise small short little sharp moody sun son song
    """
)
BEFORE_A_THING = _words("the a an my your our this that any no mein meine ihre mon votre mi su meu minha")
FOLLOWS_A_VERB = _words(
    """
    i you he she it we they the this that these those a an my your his her our their me us them there
    anyone someone somebody anybody all any no not be have to
    """
)


@dataclass(frozen=True)
class Folded:
    """A text for comparison, and where each of its characters stands in the text itself."""

    text: str
    places: tuple[int, ...]


def folded(text: str) -> Folded:
    """The text without accents, case and characters that cannot be seen."""
    if text.isascii():
        return Folded(text.lower(), tuple(range(len(text))))
    letters, places = [], []
    for place, letter in enumerate(text.translate(LETTERS)):
        if category(letter) == "Cf":
            continue
        for plain in normalize("NFKD", letter).casefold():
            if not combining(plain):
                letters.append(plain)
                places.append(place)
    return Folded("".join(letters), tuple(places))


def key(text: str) -> str:
    """What a name is compared by: its letters and digits alone."""
    return "".join(letter for letter in folded(text).text if letter.isalnum())


def forms(full: str, desk: frozenset[str] = frozenset()) -> Iterable[str]:
    """How a person is called: the whole name and each of its parts, but no part that is a word of the desk's own.

    A name that is a sentence, or begins a part with a small letter, is an automation's: it is hidden as a whole only.
    """
    yield full
    address = "@" in full
    words = re.split(r"[\s._+-]+", full.partition("@")[0]) if address else full.split()
    parts = [part.strip(".,;:()[]\"'") for part in words]
    named = [part for part in parts if folded(part).text not in NO_NAMES and len(key(part)) > 1 and not part.isdigit()]
    if len(parts) <= MOST_PARTS and (address or all(part[0] == part[0].upper() for part in named)):
        both = [piece for part in named for piece in (part, *(part.split("-") if "-" in part else ()))]
        yield from (text for text in (folded(piece).text for piece in both) if len(key(text)) > 1 and text not in desk)


def pattern_of(all_forms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the forms in a folded text, the longest first; None where there is no form."""
    found = sorted({folded(form).text for form in all_forms if key(form)}, key=lambda form: (-len(form), form))
    return re.compile("|".join(_spelled(form) for form in found)) if found else None


def _spelled(form: str) -> str:
    between = {" ": r"[\W_]{1,3}", "'": "'?", "-": r"[-\s]?"}
    inner = "".join(between.get(letter, re.escape(letter)) for letter in " ".join(form.split()))
    before, after = ("" if _unspaced(letter) else edge for letter, edge in zip((form[0], form[-1]), EDGES, strict=True))
    return f"{before}{inner}{after}"


EDGES = (r"(?<![^\W_])", r"(?![^\W_])")


def _unspaced(letter: str) -> bool:
    return name(letter, "").startswith(UNSPACED)


def is_word_here(form: str, text: str, starts: int, ends: int, words: frozenset[str]) -> bool:
    """A name that is also a word stands here as the word: "Will you", "I will", "WILL"."""
    if form not in words and form not in ALSO_WORDS and not (len(form) < 3 and form.isascii()):
        return False
    found = text[starts:ends]
    if not (found[:1].isupper() and found[1:] == found[1:].lower()):
        return True
    following = re.match(r"\s+([^\W\d_]+)", text[ends : ends + 20])
    return following is not None and following[1].casefold() in FOLLOWS_A_VERB


def everyday(pattern: re.Pattern[str], texts: Iterable[str]) -> frozenset[str]:
    """The forms that these texts use as a thing's word three times: "my order", "the portal"; never "hi tom"."""
    found: Counter[str] = Counter()
    for text in texts:
        compared = folded(text)
        for match in pattern.finditer(compared.text):
            before = compared.text[max(0, match.start() - 12) : match.start()].split()
            small = text[compared.places[match.start()]].islower()
            found[match[0]] += small and bool(before) and before[-1] in BEFORE_A_THING
    return frozenset(form for form, times in found.items() if times >= OFTEN)


def desk_words(parameters: Mapping[str, object], people: Iterable[str]) -> frozenset[str]:
    """The words of the parameters: the company's name is nobody's, though a shared account may bear it."""
    names = {key(person) for person in people}
    words = (word for text in strings(parameters) if key(text) not in names for word in re.findall(r"\w+", text))
    return frozenset(folded(word).text for word in words if len(word) > 2)


def strings(value: object) -> Iterable[str]:
    """Every string of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
