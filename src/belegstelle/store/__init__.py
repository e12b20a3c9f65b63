"""Bytes, tables and the lists that people edit."""
