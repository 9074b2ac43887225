"""Makes responses of nobody, for trying things out and for measuring: clearly marked, and the same for the same seed.

people     one made-up person at a time, as rows
filling    puts very many of them into a database
"""
