loop
  1
