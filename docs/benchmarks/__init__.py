"""How fast Sayso is and what it loses when it is killed, beside usual ways to write a feedback bot. `make bench` runs all of it.

    python -m docs.benchmarks --only '^sayso$' --people 50 --rounds 1      # in .venv-bench; --help says more

The people and Telegram are made up (`crowd`, `bot_api`); the bots are whole programs in processes of their own
(`contenders`, `peers`), started, measured and killed as `copies`. `measuring` does one run, `report` makes the tables.
"""
