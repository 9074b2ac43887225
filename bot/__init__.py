"""The program around the conversation: its channels, its command line, and what starts and stops it all."""

import os

# The second opinion multiplies small tables, one at a time. Threads for that only wait for each other, and take the
# processor from everybody else while they do. It has to be said before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
