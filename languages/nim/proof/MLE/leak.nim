import std/strutils

var blocks: seq[string]
while true:
  blocks.add('x'.repeat(1 shl 20))
