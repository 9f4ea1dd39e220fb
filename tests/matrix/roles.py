"""The roles as which every address is asked."""

EVERYBODY = {
    "public", "nobody", "reporter", "lead", "coordinator", "board", "authority", "auditor", "administrator",
}  # fmt: skip
SIGNED_IN = EVERYBODY - {"public"}
#: everybody with a role inside the coalition
INSIDE = SIGNED_IN - {"nobody", "authority"}
ORGANISATION = {"reporter", "lead"}
COORDINATOR = {"coordinator"}
