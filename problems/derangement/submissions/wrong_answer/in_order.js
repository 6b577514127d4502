const n = Number(require("node:fs").readFileSync(0, "utf8"));
console.log(Array.from({ length: n }, (_, i) => i + 1).join(" "));
