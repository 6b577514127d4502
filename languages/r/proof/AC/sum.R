lines <- readLines(file("stdin"))
count <- as.integer(lines[1])
numbers <- as.numeric(strsplit(lines[2], " ")[[1]])
cat(format(sum(numbers[1:count]), scientific = FALSE), "\n", sep = "")
