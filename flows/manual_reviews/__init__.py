"""人工预审: staff look after the machine, decide, and see where it was wrong."""
