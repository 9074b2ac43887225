"""Tests of the channels, the commands and the road between them and the conversation."""
