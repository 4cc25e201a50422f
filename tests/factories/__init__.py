"""Makers of what tests begin with: files, people, answered guidance, filled cases."""
