BEGIN {
  block = sprintf("%1048576s", "")
  while (1) blocks[n++] = block n
}
