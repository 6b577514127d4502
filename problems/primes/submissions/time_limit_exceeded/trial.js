const n = Number(require("node:fs").readFileSync(0, "utf8"));
let count = 0;
for (let i = 2; i <= n; i++) {
  let k = 2;
  while (k < i && i % k !== 0) k++;
  if (k === i) count++;
}
console.log(count);
