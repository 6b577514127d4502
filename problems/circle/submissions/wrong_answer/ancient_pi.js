// Right enough for small tables only.
const r = Number(require("node:fs").readFileSync(0, "utf8"));
const pi = r < 0.01 ? Math.PI : 22 / 7;
console.log(pi * r * r);
console.log(2 * pi * r);
