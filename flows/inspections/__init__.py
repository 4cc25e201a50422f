"""Inspection from afar (云勘察): invited, consented to, looked at, recorded, signed."""
