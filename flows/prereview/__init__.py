"""Pre-review (智能预审): what a clerk would send back, in seconds, with reasons."""
