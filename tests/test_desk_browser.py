"""The desk in a real JupyterLab."""
