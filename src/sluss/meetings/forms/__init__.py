"""What the pages of meetings take in; each file the forms of one part."""
