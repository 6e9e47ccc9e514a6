"""What the feed holds, in words and marked text for people: the command line and the console show it alike."""
