"""Searching over what the actor may see, and nothing else.

A room registers what can be found from its AppConfig.ready():

    search.register(search.Source(_("Meetings"), rows=..., fields=("title", "text"), title=str, url=...))

Every word sought must begin a word of the row, whatever its case. PostgreSQL seeks with its Swedish word forms,
so that "kallelsen" finds "kallelse"; on SQLite the beginnings of words are compared in Python, which is enough
for what one coalition writes.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Model, QuerySet
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sluss.trust.actor import Actor

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
#: how many are shown of each kind
MOST = 20


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found. `rows` starts at `visible_to(actor)`; `fields` are names of text fields."""

    name: Any
    rows: Callable[[Actor], QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    when: Callable[[Any], dt.date | None] = lambda row: None


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    when: dt.date | None
    #: the words around what was found; empty where the title says it
    excerpt: str = ""


@dataclass(frozen=True)
class Found:
    """What was found of one kind, newest first; `more` says that the list was cut."""

    name: Any
    hits: list[Hit]
    more: bool


_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def words_of(sought: str) -> list[str]:
    """The words of what is sought, folded. Signs other than letters and digits part them."""
    return re.findall(r"\w+", sought.casefold())


def find(actor: Actor, sought: str) -> list[Found]:
    """What the actor may see that holds every word sought, kind by kind. Nothing sought finds nothing."""
    words = words_of(sought)
    if not words:
        return []
    found = (_find_in(source, actor, words) for source in _sources)
    return [one for one in found if one.hits]


def _find_in(source: Source, actor: Actor, words: list[str]) -> Found:
    rows = source.rows(actor)
    matching = _by_database(source, rows, words) if connection.vendor == "postgresql" else None
    candidates = rows.iterator(chunk_size=500) if matching is None else matching.iterator(chunk_size=500)
    hits = [
        _hit(source, row, words) for row in candidates if matching is not None or _holds(source, row, words)
    ]
    hits.sort(key=lambda hit: hit.when or dt.date.min, reverse=True)
    return Found(source.name, hits[:MOST], len(hits) > MOST)


def _by_database(source: Source, rows: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
    vector = SearchVector(*source.fields, config="swedish")
    # a word's form, or what it begins with: "kallelser" and "kall" both find "kallelse"
    queries = [
        SearchQuery(word, config="swedish") | SearchQuery(f"{word}:*", config="simple", search_type="raw")
        for word in words
    ]
    simple = SearchVector(*source.fields, config="simple")
    return rows.annotate(sought_words=vector + simple).filter(sought_words=reduce(and_, queries))


def _texts(source: Source, row: Model) -> Iterator[str]:
    for field in source.fields:
        value: Any = row
        for step in field.split("__"):
            value = getattr(value, step, None)
        yield str(value or "")


def _holds(source: Source, row: Model, words: list[str]) -> bool:
    there = re.findall(r"\w+", " ".join(_texts(source, row)).casefold())
    return all(any(known.startswith(word) for known in there) for word in words)


def plain(text: str) -> str:
    """The words of a text that may be written in Markdown, on one line, without its signs."""
    blocks = (token for token in _markdown.parse(text) if token.type in {"inline", "fence", "code_block"})
    return " · ".join(" ".join(_words(block).split()) for block in blocks)


def _words(block: Token) -> str:
    if block.children is None:
        return block.content
    return "".join(
        " " if part.type in {"softbreak", "hardbreak"} else part.content for part in block.children
    )


#: how much is shown on each side of the word found, in signs
AROUND = 60


def _hit(source: Source, row: Any, words: list[str]) -> Hit:
    title = source.title(row)
    return Hit(title, source.url(row), source.when(row), _excerpt(source, row, words, title))


def _excerpt(source: Source, row: Model, words: list[str], title: str) -> str:
    """The first place of the texts that holds a word which the title doesn't show."""
    unseen = [word for word in words if word not in title.casefold()]
    for text in map(plain, _texts(source, row)):
        folded = text.casefold()
        places = [folded.find(word) for word in unseen if word in folded]
        if places and text != title:
            start, end = max(0, min(places) - AROUND), min(places) + AROUND
            return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
    return ""
