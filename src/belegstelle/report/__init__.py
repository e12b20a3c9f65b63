"""What is shown: outputs of notebooks, the report's pages, tables for other programs.

In: an interview's tables. Out: tables and charts in a notebook (show), findings in sentences
(findings), and by run.make_report the folder reports/<interview>, pages and exports.
"""
