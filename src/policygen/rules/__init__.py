"""What must hold of what is authored, resolved and composed: a rule is a function from values to diagnostics."""
