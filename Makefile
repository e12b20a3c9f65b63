PYTHON ?= python3
COMMANDS := report test lab notebooks bench
export INTERVIEW

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) tasks.py $@
