"""Text written in Markdown, shown safely."""

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

ALLOWED = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code",
    "pre", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: dict
) -> str:
    """A heading of the text is one step below the page's own."""
    tokens[place].tag = f"h{min(6, int(tokens[place].tag[1]) + 1)}"
    return renderer.renderToken(tokens, place, options, env)


_written = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_written.add_render_rule("heading_open", _heading)
_written.add_render_rule("heading_close", _heading)


def shown(text: str) -> SafeString:
    """The text as HTML in which nothing can run, load or post: links only to the web, to mail and to telephones."""
    clean = nh3.clean(
        _written.render(text),
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - cleaned just before
