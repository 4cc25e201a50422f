"""Codes: what stands in a QR code and where it leads."""
