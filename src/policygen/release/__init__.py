"""Release: rendered bytes to a published folder, with a manifest, a store of dear results, and one build at a time.

The only stage that changes the disk, and `disk.py` is the only module of it that does.
"""
