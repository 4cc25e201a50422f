"""Saved views (常用视图)."""
