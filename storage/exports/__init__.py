"""Takes answers out of the database for analysts: one data file, and two codebooks that explain every column and code.

exporting     the whole export, from one snapshot to files that appear together
columns       which columns there are, what they are called, what they hold
wordings      which wordings the answers were given under
responses     responses with all that belongs to them, a chunk at a time
rows          one response as the values of one row, or of several
cells         keeps a cell from becoming a formula
writing       CSV and JSON Lines
files         drafts that become files all at once, or not at all
codebook      what the codebooks say; `codebook_files` writes them
"""
