import std/strutils

let count = parseInt(readLine(stdin))
var sum = 0
for word in readLine(stdin).splitWhitespace()[0 ..< count]:
  sum += parseInt(word)
echo sum
