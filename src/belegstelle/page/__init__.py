"""From the page as received to blocks: what each part is and whose voice."""
