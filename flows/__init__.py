"""The journeys: what people come for, decided here and nowhere else."""
