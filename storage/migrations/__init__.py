"""The steps that bring the tables forward, oldest first."""
