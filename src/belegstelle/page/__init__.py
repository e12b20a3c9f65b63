"""From the file as received to blocks: its text, what each part is and whose voice."""
