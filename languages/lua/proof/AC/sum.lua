local sum = 0
for _ = 1, io.read("n") do
  sum = sum + io.read("n")
end
print(sum)
