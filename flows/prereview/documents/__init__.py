"""The reader of pre-review (材料识读): a safe file in, what stands on it out (ADR 26)."""
