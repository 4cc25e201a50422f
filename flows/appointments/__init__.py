"""预约: slots of a hall's lines, booked ahead, turned into a number at the door."""
