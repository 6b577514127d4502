const [task, line] = require("node:fs").readFileSync(0, "utf8").split("\n");
if (task === "send") {
  console.log([...line].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, "0")).join(""));
} else {
  const row = [...line].reverse().join("");
  console.log(row.match(/.{8}/g).map((bits) => String.fromCharCode(parseInt(bits, 2))).join(""));
}
