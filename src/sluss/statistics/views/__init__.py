"""Work pages of the statistics: parse, call, render."""
