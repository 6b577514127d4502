blocks <- list()
while (TRUE) blocks[[length(blocks) + 1]] <- numeric(131072) + length(blocks)
