"""Feedback bots as they are usually written, to be measured beside Sayso: nine turns, seven answers, nothing else."""
