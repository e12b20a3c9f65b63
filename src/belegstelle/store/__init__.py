"""Bytes, tables and the lists that people edit; columns.csv is the schema of every table.

In: files. Out: texts (files.decode), tables with their types (tables.read_table, read_editorial),
lists as they are now (lists.read_list), or one sentence on what is wrong with a file.
"""
