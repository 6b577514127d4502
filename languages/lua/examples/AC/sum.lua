-- Adds the numbers that it reads.
local total = 0
for number in function() return io.read("n") end do
  total = total + number
end
print(total)
