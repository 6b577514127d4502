const blocks: object[][] = [];
for (;;) blocks.push(new Array<object>(10_000).fill({}));
