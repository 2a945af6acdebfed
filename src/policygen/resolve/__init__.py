"""Layers: the base text and the edits of partnerships and agencies, applied in order, with a trail.

`docs/overlays.md` is the specification.
"""
