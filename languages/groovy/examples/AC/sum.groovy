// Adds the numbers that it reads.
def numbers = System.in.text.split().collect { it as long }
println numbers.sum()
