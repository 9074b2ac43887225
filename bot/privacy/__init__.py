"""`sayso privacy check`: what an auditor can have proved by code, and a plain list of what code cannot prove."""
