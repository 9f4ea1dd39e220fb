"""What is read of the agenda."""
