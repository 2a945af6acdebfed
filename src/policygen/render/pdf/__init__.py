"""Pages for print as PDF/UA-1 and PDF/A-2a files."""
