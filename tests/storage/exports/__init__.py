"""Exports: what is in the files, and that there is no file where something went wrong."""
