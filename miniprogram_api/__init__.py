"""The citizen and staff API: endpoints parse, call one service and return its result."""
