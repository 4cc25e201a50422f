"""Load scenarios against a running system: HTTP only, nothing of the application imported."""
