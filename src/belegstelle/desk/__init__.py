"""The desk: a notebook's widget in which people decide.

In: an interview and a person's decisions (cell.desk; session.Session does without a browser), or a
coding sheet of Excel (workbook). Out: rows of data/editorial, undone and redone.
"""
