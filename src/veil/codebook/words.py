"""Words made comparable."""

import re
import unicodedata


def plain_words(text: str) -> str:
    """Lower case words and <, >, +, no accents, one space between: "Côte d’Ivoire" -> "cote d ivoire"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+|[<>+]", bare))
