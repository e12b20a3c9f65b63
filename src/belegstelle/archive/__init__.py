"""A folder of interviews: from files to tables of all of them, and what they show together."""
