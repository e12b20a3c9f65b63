"""German as such, before any page: a word or a text goes in, what German makes of it comes out."""
