"""Makes what may be shared: releases, in which nobody stands out and from which nobody can be had by subtraction.

coarsening    the rule: what is made coarser or hidden, in which order, until enough people look alike
ledger        which response is in which release: in one, once and for all
describing    a response as the characteristics that a release may show
reading       who is in a release, with what it needs of them
sorting       rows in the order of the alphabet, in bounded memory
contents      what a release holds, row by row, and its hash
making        a new release, or the files of one once more
"""
