"""policygen: one governed text, published as a tailored pack for every agency.

The stages, in the order in which they run, are the packages of this folder:
`source` reads and checks, `resolve` applies the layers, `compose` makes documents of clauses,
`render` turns documents into bytes, `release` stores and publishes them.
`build.py` reads as the whole run.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
