"""What the writer wrote: quoted mail, signatures, disclaimers and the desk's own template are blanked out.

Blanked, not cut: every position stays where it was. A message that somebody forwards is kept, because
attorneys and agencies often arrive as a forward.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from auditor.contacts.normalise import QUOTE_CLOSE, QUOTE_OPEN
from auditor.contacts.tokens import Flags

Span = tuple[int, int]

_MAY_HOLD_MORE = re.compile(
    r"[>\x01]|--|\w:[ \t]*(?:\n|$)|(?m:^[ *]*(?:from|von|de|da|agent|support|bot)\b[^\n:]{0,40}:)"
    r"|this line|sent from my|get outlook|intended|privileged|"
    r"confidential|disclaimer|forwarded|weitergeleitet|reenviado|transf[eé]r|inoltrat|encaminhad"
)
_BLANK, _LINE_END, _COLON = r"[\s\v\x85\pZ]", r"[\n\r\v\f\x85\x{2028}\x{2029}]", r"[:：﹕︓]"
_MAY_HOLD_MORE_RAW = (  # the same before normalisation, in the syntax of RE2
    rf"(?i)[>＞﹥\x01]|[-‐‑‒–—―−﹘﹣－]{{2}}|{_COLON}{_BLANK}*{_LINE_END}"
    rf"|{_LINE_END}(?:{_BLANK}|[*＊﹡])*(?:from|von|de|da|agent|support|bot)[^\n]*?{_COLON}"
    rf"|this{_BLANK}+line|sent{_BLANK}+from|outlook|intended|privileged"
    r"|confidential|disclaimer|forwarded|weitergeleitet|reenviado|transf[eé]r|inoltrat|encaminhad"
)
_REPLY_HEADER = re.compile(
    r"^[ ]*(?:on\b[^\n]{4,200}(?:\n[^\n]{0,200}){0,2}?\bwrote|am\b[^\n]{4,200}(?:\n[^\n]{0,200})?\bschrieb[^\n]{0,80}"
    r"|le\b[^\n]{4,200}(?:\n[^\n]{0,200})?\ba [eé]crit|el\b[^\n]{4,200}(?:\n[^\n]{0,200})?\bescribi[oó]"
    r"|(?:em|a)\b[^\n]{4,200}(?:\n[^\n]{0,200})?\bescreveu|il\b[^\n]{4,200}(?:\n[^\n]{0,200})?\bha scritto"
    r"|[^\n]{4,200}\b(?:пишет|писал|писала|написал|написала|пише|писав)|[^\n]{4,120}[>)\]]\s*wrote)[ ]?:[ ]*$",
    re.MULTILINE,
)
_HEADER_BLOCK = re.compile(
    r"^[ *]*(?:from|von|de|da|от)[*]?:[*]?[^\n]+\n+(?:[ *]*(?:sent|date|to|cc|bcc|subject|reply-to"
    r"|importance|gesendet|datum|an|betreff|"
    r"envoy[eé]|[aà]|objet|enviado(?: el)?|para|asunto|assunto|data|oggetto|inviato|кому|тема|дата"
    r"|отправлено)[*]?:[^\n]*(?:\n+|$))+",
    re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^[ ]*-{2,}[ ]*(?:original message|original appointment|urspr[uü]ngliche nachricht|mensaje original"
    r"|message d'origine|"
    r"mensagem original|messaggio originale|исходное сообщение)[ ]*-{2,}[ ]*$",
    re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^[ >]*(?:-{2,}[ ]*)?(?:begin forwarded message|forwarded message|weitergeleitete nachricht"
    r"|mensaje reenviado|message transf[eé]r[eé]|"
    r"messaggio inoltrato|mensagem encaminhada|пересылаемое сообщение)[ ]*(?:-{2,}|:)?[ ]*$",
    re.MULTILINE,
)
_FORWARDING = re.compile(
    r"\b(?:forward\w*|fwd?|fyi|see below|below (?:is|please|you)|received (?:this|the)|got this|sent (?:me"
    r"|us) this|pass\w* (?:this|it) on|weiterleit\w*|reenv\w*|transf[eé]r\w*)\b"
)
_TEMPLATE = re.compile(r"^[^\n]*(?:type your reply|reply|antworten|respond) above this line[^\n]*$", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ ]*>[^\n]*$", re.MULTILINE)
_BLOCKQUOTE = re.compile(f"{QUOTE_OPEN}[^{QUOTE_CLOSE}]*(?:{QUOTE_CLOSE}|$)")
_SIGNATURE = re.compile(r"^[ ]*(?:-- ?|--- ?)$", re.MULTILINE)
_DEVICE = re.compile(
    r"^[ ]*(?:sent from (?:my )?|get outlook for |von meinem |envoy[eé] de mon |enviado desde mi )[^\n]{0,60}$",
    re.MULTILINE,
)
_DISCLAIMER = re.compile(
    r"(?:^|(?<=[.!?] ))(?:[ *]*(?:confidentiality (?:notice|note)|legal (?:notice|disclaimer)|disclaimer"
    r"|(?:attorney[ -]client )?privileged (?:and|&) confidential"
    r"|confidential (?:and|&) privileged)\b"
    r"|[^.!?\n]{0,80}\b(?:this|the) (?:e-?mail|message|communication|transmission"
    r"|information)\b[^!?\n]{0,200}?\b(?:confidential|privileged|"
    r"intended (?:only |solely |exclusively )?(?:for|recipient)))(?:[^\n]|\n(?!\n))*",
    re.MULTILINE,
)
_SPEAKER = re.compile(
    r"^[ ]*(?:agent|support|support agent|bot|chatbot|assistant|advisor|representative|rep)\b[^\n:]{0,30}:[^\n]*$",
    re.MULTILINE,
)
_OTHER_SPEAKER = re.compile(
    r"^[ ]*(?:me|customer|user|client|visitor|caller|you|freelancer)\b[^\n:]{0,30}:", re.MULTILINE
)


@dataclass(frozen=True)
class OwnText:
    """The spans that are not the writer's own words."""

    foreign: tuple[Span, ...]  # quoted mail, disclaimers, the desk's template
    signature: tuple[Span, ...]


def own_text(folded: str, desk_names: Iterable[str] = ()) -> OwnText:
    """Find what is not the writer's own in a normalised, folded text. `desk_names`: the company and its aliases."""
    if not _MAY_HOLD_MORE.search(folded):
        return OwnText((), ())
    foreign = [*_quoted(folded, tuple(desk_names)), *_matches(_DISCLAIMER, folded), *_matches(_DEVICE, folded)]
    if _OTHER_SPEAKER.search(folded):
        foreign += _matches(_SPEAKER, folded)
    return OwnText(tuple(foreign), tuple(_signature(folded)))


def surely_own(framed: pa.StringArray) -> Flags:
    """Of messages, each between line feeds, whether all of it is the writer's own words, for all that can be told.

    Of no message that normalisation changes in other ways than blanks, quotes and dashes.
    """
    found = pc.match_substring_regex(framed, _MAY_HOLD_MORE_RAW)
    own: Flags = ~found.to_numpy(zero_copy_only=False)
    return own


def blank(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans emptied: the length stays, and no phrase runs across an emptied stretch."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _quoted(folded: str, desk_names: tuple[str, ...]) -> Iterator[Span]:
    yield from _matches(_BLOCKQUOTE, folded)
    template = _TEMPLATE.search(folded)
    end = template.start() if template else len(folded)
    if template:
        yield template.start(), len(folded)
    forward = _FORWARDED.search(folded, 0, end)
    own_end = forward.start() if forward else end
    cut = _reply_start(folded, own_end, desk_names)
    if cut is None:
        yield from _quoted_lines(folded, 0, own_end)
        return
    yield from _quoted_lines(folded, 0, cut)
    if _QUOTED_LINE.search(folded, cut, own_end):  # the writer may have answered below the quotation
        header_end = folded.find("\n", cut)
        yield from _reply_headers(folded, cut, own_end, header_end)
        yield from _quoted_lines(folded, cut, own_end)
    else:
        yield cut, own_end


def _reply_headers(folded: str, cut: int, end: int, header_end: int) -> Iterator[Span]:
    header = _REPLY_HEADER.match(folded, cut, end)
    yield cut, header.end() if header else max(header_end, cut)


def _reply_start(folded: str, end: int, desk_names: tuple[str, ...]) -> int | None:
    """Where a quoted earlier mail begins, if one does."""
    starts = [found.start() for found in [_REPLY_HEADER.search(folded, 0, end)] if found]
    for pattern in (_ORIGINAL, _HEADER_BLOCK):
        found = pattern.search(folded, 0, end)
        if found and not _is_passed_on(folded, found, end, desk_names):
            starts.append(found.start())
    return min(starts, default=None)


def _is_passed_on(folded: str, found: re.Match[str], end: int, desk_names: tuple[str, ...]) -> bool:
    """Whether the writer hands this mail to us: no words of their own, or some that say so; never the desk's own."""
    above = folded[: found.start()].strip()
    sender = re.search(r"^[ *]*(?:from|von|de|da|от)[*]?:[^\n]*", folded[found.start() : end], re.MULTILINE)
    if sender and any(name.lower() in sender[0] for name in desk_names):
        return False
    return not above or bool(_FORWARDING.search(above))


def _quoted_lines(folded: str, start: int, end: int) -> Iterator[Span]:
    for found in _QUOTED_LINE.finditer(folded, start, end):
        yield found.span()


def _signature(folded: str) -> Iterator[Span]:
    for found in _SIGNATURE.finditer(folded):
        after = folded[found.end() :]
        if after.count("\n") <= 15 and found.start() > 0:
            yield found.start(), len(folded)
            return


def _matches(pattern: re.Pattern[str], folded: str) -> list[Span]:
    return [found.span() for found in pattern.finditer(folded)]
