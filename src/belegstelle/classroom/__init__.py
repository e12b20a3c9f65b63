"""Exercises with a check, and the copies handed out in class.

In: exercises.csv and the tables of an interview (exercises.ask, check, solve); claims coded in
class (own_codes.compare_codes). Out: what is said to an answer; copies of the notebooks (copies).
"""
