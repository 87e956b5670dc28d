"""The page as a reader without scripts has it: its elements, and the text of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr"}


@dataclass
class Element:
    """An element with its attributes and children; `inner` is text or elements, in order."""

    tag: str
    attributes: dict[str, str]
    inner: list[str | Element] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        return " ".join(self.raw.replace("\N{NO-BREAK SPACE}", " ").split())

    @property
    def raw(self) -> str:
        return "".join(part if isinstance(part, str) else part.raw for part in self.inner)

    def all(self, tag: str | None = None, kind: str | None = None) -> Iterator[Element]:
        """The elements under this one, by tag and by class."""
        for part in self.inner:
            if isinstance(part, Element):
                if (tag is None or part.tag == tag) and (kind is None or kind in part.classes):
                    yield part
                yield from part.all(tag, kind)

    def one(self, tag: str | None = None, kind: str | None = None) -> Element:
        found = list(self.all(tag, kind))
        assert len(found) == 1, f"{len(found)} elements {tag} .{kind}"
        return found[0]

    def with_id(self, identifier: str) -> Element:
        found = [part for part in self.all() if part.attributes.get("id") == identifier]
        assert len(found) == 1, f"{len(found)} elements #{identifier}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inner.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(data)


def read(html: str) -> Element:
    """The tree of a page; an element that is not closed fails."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
