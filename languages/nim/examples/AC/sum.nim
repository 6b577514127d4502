# Adds the numbers that it reads.
import std/[math, sequtils, strutils]

echo stdin.readAll.splitWhitespace.map(parseInt).sum
