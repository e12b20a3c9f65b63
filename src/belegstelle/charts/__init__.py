"""Charts: from tables to pictures, each with its words."""
