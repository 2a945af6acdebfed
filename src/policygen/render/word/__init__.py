"""Documents as Word files (ECMA-376)."""
