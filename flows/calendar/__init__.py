"""The offices' calendar: holidays of the State Council, adjusted by those who lead (工作日调整)."""
