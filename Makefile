PYTHON ?= python3
COMMANDS := report test lab notebooks archive classroom bench style matrix doors
export INTERVIEW ARCHIVE FILE TRANSCRIPT

.PHONY: $(COMMANDS)
$(COMMANDS):
	@command -v $(firstword $(PYTHON)) >/dev/null || { \
	    echo "There is no $(firstword $(PYTHON)) on the path. Install Python 3.11 or newer," \
	        "or name yours: make $@ PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) tasks.py $@
