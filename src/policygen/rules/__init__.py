"""What must hold of what is authored, resolved, composed and released; `registry.RULES` lists every rule."""
