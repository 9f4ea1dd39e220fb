"""What is read of meetings; each file holds what is read of one thing."""
