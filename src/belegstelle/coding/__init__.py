"""Claims: from what people coded, to evidence, agreement and the trend narrative."""
