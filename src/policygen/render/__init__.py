"""Render: one document to bytes, as HTML, PDF, Word or JSON Schema."""
