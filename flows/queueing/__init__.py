"""排队叫号: numbers of a hall, how counters call them, and what people are told while they wait."""
