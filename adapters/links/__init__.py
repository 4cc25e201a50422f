"""Addresses of the outside world that our content points to."""
