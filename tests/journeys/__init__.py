"""The whole product on real processes, walked through a real browser as its users walk it."""
