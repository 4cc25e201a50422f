"""委托: who stands in for whom."""
