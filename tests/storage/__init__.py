"""The storage, the same tests against SQLite and PostgreSQL."""
