PYTHON ?= python3
COMMANDS := report test lab notebooks
export INTERVIEW

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) tasks.py $@
