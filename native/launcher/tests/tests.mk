# The native tests, the fuzzer and the filter's generator. Included by ../Makefile.

TEST_FLAGS = -std=gnu17 $(WARNINGS) -O1 -g
TEST_HEADERS = $(HEADERS) $(wildcard tests/*.h) filter/policy.def
CHECKED = -fsanitize=address,undefined -fno-sanitize-recover=all
PARSER = request.c bytes.c names.c

ARM64_CC = aarch64-linux-gnu-gcc
ARM64_TESTS = build/arm64/test-filter-lists build/arm64/test-request

test: build/test-filter-table build/test-filter-lists build/test-request build/filter-probe

build/test-filter-table: tests/filter-table.c filter/filter.c $(TEST_HEADERS)
	$(CC) $(TEST_FLAGS) $(CHECKED) tests/filter-table.c filter/filter.c -lseccomp -o $@

build/test-filter-lists: tests/filter-lists.c filter/filter.c $(TEST_HEADERS)
	$(CC) $(TEST_FLAGS) $(CHECKED) tests/filter-lists.c filter/filter.c -o $@

build/test-request: tests/request.c $(PARSER) $(TEST_HEADERS)
	$(CC) $(TEST_FLAGS) $(CHECKED) tests/request.c $(PARSER) -o $@

# Static, so that it runs in a box whatever lies in it.
build/filter-probe: tests/probe/filter-probe.c
	@mkdir -p build
	$(CC) $(TEST_FLAGS) -static $< -o $@

arm64-tests: $(ARM64_TESTS)

build/arm64/test-filter-lists: tests/filter-lists.c filter/filter.c $(TEST_HEADERS)
	@mkdir -p $(dir $@)
	$(ARM64_CC) $(TEST_FLAGS) -static tests/filter-lists.c filter/filter.c -o $@

build/arm64/test-request: tests/request.c $(PARSER) $(TEST_HEADERS)
	@mkdir -p $(dir $@)
	$(ARM64_CC) $(TEST_FLAGS) -static tests/request.c $(PARSER) -o $@

fuzz: build/fuzz-request build/fuzz-seeds

build/fuzz-request: fuzz/request.c $(PARSER) $(HEADERS)
	clang -std=gnu17 -Wall -Wextra -Werror -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all fuzz/request.c $(PARSER) -o $@

build/fuzz-seeds: fuzz/seeds.c bytes.c $(HEADERS)
	$(CC) $(TEST_FLAGS) fuzz/seeds.c bytes.c -o $@

# Each of these must be refused by the compiler, but for in-order.c.
wall-order/%: tests/misordered/%.c $(HEADERS)
	$(CC) $(CFLAGS) -c $< -o /dev/null

build/generate-filter: filter/generate.c filter/policy.def filter/policy.h
	@mkdir -p build
	$(CC) $(TEST_FLAGS) filter/generate.c -lseccomp -o $@

# By way of another file: a generator that fails must not leave half a filter behind.
generate: build/generate-filter
	build/generate-filter > build/filter.gen.h
	mv build/filter.gen.h filter/filter.gen.h

.PHONY: test arm64-tests fuzz generate
