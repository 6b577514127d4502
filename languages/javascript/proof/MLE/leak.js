const blocks = [];
for (;;) blocks.push(new Array(10_000).fill({}));
