"""Draws what hangs at an event: the square that a phone scans, and the poster around it. Imported only where it is asked for."""
