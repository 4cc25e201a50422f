"""Approval that is drawn: templates and their versions, and the cases on their way through them."""
