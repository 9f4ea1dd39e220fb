"""What changes of meetings: each file holds the verbs of one thing."""
