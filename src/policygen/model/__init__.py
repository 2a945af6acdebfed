"""The nouns, a module a noun: what is authored, what is resolved, what is composed. All values are frozen.

A `span` says where something was written and is never part of its identity.
"""
