# make run    Roret on this machine: sets up what is missing, then prints the address and the first link
# make test   every test, on both databases: about twenty minutes on two cores
# make prove  the proofs at their full size; figures go to docs/proofs.md
.PHONY: run demo test prove lint format messages bench doctor setup
BIN = .venv/bin

run:
	@tools/setup
	@exec $(BIN)/roret serve

demo:
	@tools/setup
	@exec $(BIN)/roret demo

doctor:
	@tools/setup
	@exec $(BIN)/roret doctor

setup:
	@tools/setup --tests

test: setup
	@tools/test

prove: setup
	@tools/test --prove

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint src/roret

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile

bench: setup
	$(BIN)/python bench/run.py
