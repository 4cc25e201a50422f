"""Halls (办事大厅): their windows, the codes that hang there, and how often those are scanned."""
