"""Exercises with a check, and the copies handed out in class."""
