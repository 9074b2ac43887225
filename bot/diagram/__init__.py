"""Draws the flow of a script: as a picture for a wall (SVG) or as text for a document (Mermaid)."""
