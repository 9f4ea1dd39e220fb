"""What changes of an annual meeting: each file holds the verbs of one thing."""
