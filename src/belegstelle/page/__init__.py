"""A page from the file as received to blocks: what each part is, whose voice it is, how surely.

In: a file of data/raw (formats.receive) and the tables people edit (tables.read_page_tables).
Out: its text, its notation, its blocks (blocks.read_blocks) and its source (source.read_source).
"""
