"""What each room puts into the small world in which every address has something to show."""
