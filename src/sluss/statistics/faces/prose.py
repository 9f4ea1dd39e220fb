"""Notes written in Markdown as plain blocks, for page and report alike: paragraphs and list items."""

from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list. `text` is plain: emphasis is dropped, of a link its words remain."""

    kind: Literal["paragraph", "item"]
    text: str


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text, in order. HTML in it is text like any other."""
    found: list[Block] = []
    depth = 0
    for token in MarkdownIt("commonmark", {"html": False}).parse(markdown):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            found.append(Block("item" if depth else "paragraph", _plain(token)))
    return tuple(found)


def _plain(inline: Token) -> str:
    words = [
        "\n" if part.type in {"softbreak", "hardbreak"} else part.content for part in inline.children or ()
    ]
    return " ".join("".join(words).split())
