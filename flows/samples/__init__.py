"""材料样本: a picture of a material with numbers on it, and what a clerk looks at there."""
