"""Plain rules of accounts. No database here."""

#: what a browser says of itself -> what people call it. The first that fits: Edge and Opera also say Chrome.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """ "Firefox, Android" of what a browser says of itself; empty for what isn't known."""
    found = (
        next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS, _MACHINES)
    )
    return ", ".join(name for name in found if name)
