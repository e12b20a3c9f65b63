"""The rooms behind `helpers`: one module a stage, each importing only rooms to its left."""
