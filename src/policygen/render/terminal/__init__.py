"""What commands say, as text for a terminal, CSV and JSON."""
