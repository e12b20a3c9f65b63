"""From findings and tables to pages, exports and the front page."""
