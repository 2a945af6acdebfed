"""What begins: a project of a partnership's own, and the smallest file of each kind in it."""
