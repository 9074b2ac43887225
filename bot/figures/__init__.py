"""What staff see of the answers in numbers: the overview and the report, made of `storage.statistics` alone."""
