"""The annual meeting: its ladder of days, notice, motions, delegates, roll, ballots, minutes, archive."""
