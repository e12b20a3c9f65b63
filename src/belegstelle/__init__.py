"""The stages behind `helpers`, a folder each, in the order in which data flows."""
