"""Reading: files to bytes, bytes to values with places, values to one checked library."""
