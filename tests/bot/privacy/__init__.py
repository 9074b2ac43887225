"""The privacy check, and that it can fail."""
