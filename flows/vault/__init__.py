"""Vault (我的资料): one upload serves many cases; the citizen sees where, and can take it back."""
