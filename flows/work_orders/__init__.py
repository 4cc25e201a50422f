"""Work orders (工单): messages left for the house, answered within working days."""
