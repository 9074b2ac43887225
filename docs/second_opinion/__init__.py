"""Learns the safety net's second opinion on English from the example texts, in three steps.

1. `teacher`: a sentence encoder (MiniLM, 22 million weights) is taught to tell disclosures from harmless texts. It reads
   well but slowly: some 200 texts a second.
2. `pool`: texts mixed and altered from the examples, as many as wanted, none of them worth keeping; the teacher says what it
   makes of each (Tang and others, 'Distilling Task-Specific Knowledge from BERT into Simple Neural Networks', 2019).
3. `student`: the small network that Sayso runs (`conversations.safeguarding.network`) learns to say what the teacher says.

    python -m venv learning && learning/bin/pip install . -r docs/second_opinion/requirements.txt
    learning/bin/python -m docs.second_opinion --keep learned     # an hour or more on two cores; then see the guide

Only the `rules` part of the corpus is learned from; the published score is on the other part.
"""
