"""The agent beside the devices of a counter: their wires on one side, the contract on the other.

It runs on the computer at the counter, far from our database: it knows the contract by its words
only and imports nothing of the application. `python -m hall_bridge.agent --help`.
"""
