"""Installs, prepares, starts, watches and tests the whole system: what `make` calls.

Stands outside the floors: it knows the rooms by their commands and addresses only, and imports
none of them.
"""
