"""The phrases of a detector: what an author writes, as a pattern, and the words without which it cannot match.

sue                 the word; neither "issue" nor "sued"
infring*            every word that begins so
take [me] to court  an optional word
(sue|take ~2 to court)   either
will ~3 sue         up to three words between, inside a clause (no comma, colon, semicolon or bracket)
will ~3, sue        the same, across commas as well
my # followers      a number, as people write them: 4,000 or 12k; #phone and #email are what they say
#lookalike          a host name with the company's name inside: company-login.example
$court              one of the detector's `words`; $company: the company's name and its aliases
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from auditor.contacts import shape
from auditor.contacts.everyday import share, share_of_any
from auditor.contacts.normalise import fold, normalise

_TOKEN = re.compile(r"~(\d+)(,?)|(\$[a-z][a-z0-9_]*)|([()\[\]|])|(#(?:phone|email|lookalike)?(?!\w))|([^\s()\[\]|]+)")
_WORD = r"(?>\d[\d.,]*\w*|\w+(?:'\w+)*)"
_NUMBER = r"(?:(?<!\w)\d[\d.,]*(?: ?\d{3}){0,6}(?: ?k| ?lakh| ?million)?(?!\w))"
_PHONE = r"(?:(?<![\w.,$€£-])(?:\+\d[\d ().-]{7,16}\d|\(?\d{2,4}\)?[ .-]{1,2}\d{3,4}[ .-]?\d{3,4})(?![\w]|[.,]\d))"
_EMAIL = r"(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
_FILES = "pdf|png|jpe?g|gif|svg|docx?|xlsx?|pptx?|csv|txt|zip|rar|mp[34]|mov"  # endings of files, not of hosts
_MANY = 64  # combinations of words side by side that are looked for one by one
_ADJACENT = r"[^\w\n;:()?!]{1,3}"
_CLAUSE = r"[^\w\n,;:()?!]{1,3}"
_SENTENCE = r"[^\w\n]{1,4}"


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase as a pattern. `literals`: of each group one stands in every sentence that the phrase matches.

    A literal is a whole word with a blank on either side (" sue "), the beginning of one with a blank before it
    (" infring"), words side by side (" small claims "), or the name of a `#token`; #lookalike is written with the
    name inside it ("#lookalike acme").
    """

    source: str
    expression: str
    literals: tuple[frozenset[str], ...]
    shape: shape.Shape | None = field(repr=False)
    case_exact: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first looked for: a run needs few of a pack's phrases, and all take seconds."""
        return re.compile(self.expression)


@dataclass(frozen=True)
class _Part:
    """A piece of a phrase. `literals`: one for each alternative; `whole`: each is all that its alternative says."""

    pattern: str
    form: shape.Form
    literals: tuple[str, ...] = ()
    whole: bool = False
    gap: bool = False
    optional: bool = False


_TOKENS = {
    "#": _Part(_NUMBER, shape.unknown(8)),  # words that it takes at the most, in whatever way they are grouped
    "#phone": _Part(_PHONE, shape.unknown(20, shape.SENTENCE), ("#phone",)),
    "#email": _Part(_EMAIL, shape.unknown(1), ("#email",)),
}


def compile_phrase(source: str, words: Mapping[str, Sequence[str]], case_exact: bool = False) -> Phrase:
    """A phrase as a pattern over a marked text. Raises ValueError with what is wrong with it."""
    reader = _Reader(source, words, case_exact, ())
    parts = reader.sequence(closing="")
    if not any(not part.gap and not part.optional for part in parts):
        raise ValueError(f'"{source}" has no word that must be there')
    groups = {frozenset(literals) for literals in _literals(parts)}
    literals = tuple(sorted(groups, key=lambda group: (share_of_any(group), sorted(group))))
    form = shape.in_line([part.form for part in parts])
    return Phrase(source, rf"(?<!\w){_joined(parts)}(?!\w)", literals, form.shape, case_exact)


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(
        self, source: str, words: Mapping[str, Sequence[str]], case_exact: bool, within: tuple[str, ...]
    ) -> None:
        self.source, self.words, self.case_exact, self.within = source, words, case_exact, within
        self.tokens = list(_TOKEN.finditer(source))
        self.position = 0

    def sequence(self, closing: str) -> list[_Part]:
        """The parts up to a closing mark or, inside brackets, a bar."""
        parts: list[_Part] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token[4] in (")", "]", "|"):
                if token[4] != closing and not (token[4] == "|" and closing):
                    raise ValueError(f'"{self.source}": there is a "{token[4]}" that nothing opened')
                break
            self.position += 1
            parts += self._part(token)
        if closing and self.position >= len(self.tokens):
            raise ValueError(f'"{self.source}": a "{closing}" is missing')
        if parts and (parts[0].gap or parts[-1].gap):
            raise ValueError(f'"{self.source}": a gap (~N) stands between two words')
        return parts

    def _part(self, token: re.Match[str]) -> list[_Part]:
        if token[1]:
            separator, mark = (_SENTENCE, shape.SENTENCE) if token[2] else (_CLAUSE, shape.COMMA)
            form = shape.unknown(int(token[1]), mark)
            return [_Part(f"(?:{separator}{_WORD}){{0,{token[1]}}}?{separator}", form, gap=True)]
        if token[3]:
            return [self._named(token[3][1:])]
        if token[4] == "(":
            return [self._alternatives(")")]
        if token[4] == "[":
            inner = self._alternatives("]")
            return [_Part(inner.pattern, shape.optional(inner.form), optional=True)]
        if token[5]:
            return [self._lookalike() if token[5] == "#lookalike" else _TOKENS[token[5]]]
        return self._words(token[6])

    def _alternatives(self, closing: str) -> _Part:
        branches = [self.sequence(closing)]
        while self.position < len(self.tokens) and self.tokens[self.position][4] == "|":
            self.position += 1
            branches.append(self.sequence(closing))
        if self.position >= len(self.tokens) or not all(branches):
            raise ValueError(f'"{self.source}": a "{closing}" is missing, or an alternative is empty')
        self.position += 1
        return _either(branches)

    def _named(self, name: str) -> _Part:
        if name in self.within:
            raise ValueError(f'"{self.source}": ${name} refers to itself')
        if name not in self.words:
            raise ValueError(f'"{self.source}": there are no words ${name}. There are: {", ".join(sorted(self.words))}')
        inner = (*self.within, name)
        if name == "company":  # a value of the run: words, whatever marks stand in it
            return _either([self._words(text) for text in self.words[name] if re.search(r"\w", text)])
        branches = [_Reader(text, self.words, self.case_exact, inner).sequence("") for text in self.words[name]]
        return _either([branch for branch in branches if branch])

    def _lookalike(self) -> _Part:
        """A host name that holds the company's name as a part of something longer: company-login.example."""
        names = {re.escape(re.sub(r"\W", "", fold(name.split(".")[0]))) for name in self.words.get("company", ())}
        name = "|".join(sorted(names, key=len, reverse=True))
        host = rf"(?:[\w-]*(?:{name})[\w-]+|[\w-]+(?:{name})[\w-]*)"
        literals = tuple(f"#lookalike {one}" for one in sorted(names) if one.isascii())
        pattern = rf"{host}(?:\.[\w-]+)*(?:\.| ?\[\.\] ?| dot )(?!(?:{_FILES})\b)[a-z]{{2,}}"
        return _Part(pattern, shape.unknown(5), literals if len(literals) == len(names) else ())

    def _words(self, written: str) -> list[_Part]:
        text = normalise(written).cased if self.case_exact else normalise(written).folded
        if text.startswith("'"):
            raise ValueError(f'"{self.source}": write the whole word, "i\'ll" and not "\'ll"')
        pieces = re.findall(r"[\w']+\*?|[^\w\s'*]+", text)
        return [_word(piece) for piece in pieces if re.search(r"\w", piece)]


def _word(piece: str) -> _Part:
    """Its boundaries come from what stands around it: a separator, or the phrase's own ends."""
    stem = piece.rstrip("*")
    pattern = re.escape(stem).replace("'", "'?") + (r"\w*" if piece.endswith("*") else "")
    end = "" if piece.endswith("*") else " "
    if "'" not in stem:
        literal = f" {fold(stem)}{end}"
        return _Part(pattern, shape.word([literal]), (literal,), whole=True)
    spellings = sorted({fold(stem.replace("'", "")), fold(stem.replace("'", " "))})
    form = replace(shape.either([_spelled(spelling, end) for spelling in spellings]), width=1)
    return _Part(pattern, form, tuple(sorted(_literal(spelling, end) for spelling in spellings)))


def _spelled(spelling: str, end: str) -> shape.Form:
    *words, last = spelling.split()
    return shape.in_line([*(shape.word([f" {one} "]) for one in words), shape.word([f" {last}{end}"])])


def _literal(spelling: str, end: str) -> str:
    """A word as it is looked for; of words that an apostrophe joins, the one that tells most."""
    words = spelling.split(" ")
    literals = [f" {word} " for word in words[:-1]] + [f" {words[-1]}{end}"]
    return min((literal for literal in literals if literal.strip()), key=share)


def _either(branches: Sequence[Sequence[_Part]]) -> _Part:
    pattern = "(?:" + "|".join(_joined(branch) for branch in branches) + ")"
    form = shape.either([shape.in_line([part.form for part in branch]) for branch in branches])
    said = [_all_said(branch) for branch in branches]
    if all(said) and sum(map(len, said)) <= _MANY:
        return _Part(pattern, form, tuple(literal for found in said for literal in found), whole=True)
    literals = [_best_literals(branch) for branch in branches]
    every = tuple(word for found in literals for word in found) if all(literals) else ()
    return _Part(pattern, form, every)


def _all_said(branch: Sequence[_Part]) -> tuple[str, ...]:
    """Everything that a branch can say, word by word, where that is little; else nothing."""
    runs = list(_literals(branch))
    return runs[0] if len(runs) == 1 and all(part.whole for part in branch) else ()


def _best_literals(parts: Sequence[_Part]) -> tuple[str, ...]:
    """The literals of the part that the fewest ordinary messages hold."""
    return min(_literals(parts), key=share_of_any, default=())


def _literals(parts: Sequence[_Part]) -> Iterator[tuple[str, ...]]:
    """Of every part that must be there its literals; what stands side by side is one, in every combination."""
    together: tuple[str, ...] = ()
    for part in parts:
        if part.whole and not part.optional:
            open_ended = any(not literal.endswith(" ") for literal in together)  # "infring*": what follows is not known
            if together and not open_ended and len(together) * len(part.literals) <= _MANY:
                together = tuple(one.rstrip(" ") + other for one in together for other in part.literals)
                continue
            if together:
                yield together
            together = part.literals
            continue
        if together:
            yield together
        together = ()
        if part.literals and not part.optional:
            yield part.literals
    if together:
        yield together


def _joined(parts: Sequence[_Part]) -> str:
    """Parts side by side; a gap brings its own separators, an optional part brings the one after it."""
    pattern, separate = "", False
    for part in parts:
        if part.gap:
            pattern, separate = pattern + part.pattern, False
        elif part.optional:
            pattern += f"(?:{_ADJACENT if separate else ''}{part.pattern}{'' if separate else _ADJACENT})?"
        else:
            pattern += (_ADJACENT if separate else "") + part.pattern
            separate = True
    return pattern
