# `make chat` and `make test` do everything on a fresh machine. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# one file after the other in each of three processes: many tests wait more than they work
BESIDE := --numprocesses 3 --dist loadfile
export RASA_TELEMETRY_ENABLED := false

.PHONY: help chat serve wechat-demo test train check bench soak bench-nlu widget pictures format lock clean \
  run-environment dev-environment

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
	  awk -F'\t' '{ printf "  make %-11s %s\n", $$1, $$2 }'

chat: run-environment ## talk to the assistant (installs and trains first if needed)
	@$(BIN)/baoxiao chat

serve: run-environment widget ## the chat widget on a demo page, in your browser
	@$(BIN)/baoxiao serve

wechat-demo: dev-environment train widget ## a conversation on WeChat, with a simulated platform
	@$(BIN)/python -m simulator.demo

test: dev-environment train widget ## everything the tests need, then all tests
	@tools/browser
	@tools/servers
	@tools/widget test
	@$(BIN)/pytest $(BESIDE) -m "not alone"
	@$(BIN)/pytest -m alone

train: run-environment ## train the model if anything it is made from changed
	@$(BIN)/baoxiao train

check: dev-environment ## style, types, knowledge base and training data, in seconds
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/baoxiao check
	@tools/validate
	@tools/widget check

bench: dev-environment train widget ## measure speed against stock Rasa; SAMPLE=5 tries it out
	@$(BIN)/python -m benchmarks.speed $(OPTIONS)

soak: dev-environment train widget ## half an hour at 60 % of capacity: does memory stay flat?
	@$(BIN)/python -m benchmarks.soak

bench-nlu: dev-environment ## measure understanding; SYSTEMS=diet SAMPLE=50 reruns stock Rasa
	@$(BIN)/python -m benchmarks.nlu $(SYSTEMS)

widget: run-environment ## build the chat widget if its sources changed
	@tools/widget build

pictures: dev-environment train widget ## draw the pictures of docs/ anew
	@tools/browser
	@$(BIN)/python -m tools.pictures

format: dev-environment ## put the code into the project's style
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lock: ## renew the lock files from requirements/*.in
	@uv=$$(tools/uv) && for name in run dev uv node; do \
	  $$uv pip compile --quiet --upgrade --python-version 3.10 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## remove the environment, the model and all caches
	@rm -rf .venv .tools models .rasa build *.egg-info .mypy_cache .ruff_cache \
	  .pytest_cache .hypothesis widget/node_modules widget/dist

run-environment:
	@tools/environment run

dev-environment:
	@tools/environment dev
