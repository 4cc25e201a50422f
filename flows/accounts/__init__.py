"""Accounts: guests, citizens and enterprises, and how they sign in."""
