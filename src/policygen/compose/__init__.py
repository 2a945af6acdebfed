"""From editions to documents: words filled in, references resolved, clauses set in their parts."""
