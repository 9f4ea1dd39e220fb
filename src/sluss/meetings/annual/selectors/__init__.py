"""What is read of annual meetings."""
