"""The bot's understanding, improved by officers: corrections (理解纠正), and models (理解模型)."""
