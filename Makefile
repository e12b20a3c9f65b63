PYTHON ?= python3
COMMANDS := report test lab notebooks classroom
export INTERVIEW

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) tasks.py $@
