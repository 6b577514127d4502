def input = System.in.newReader()
def count = input.readLine() as int
println input.readLine().split(' ').take(count).collect { it as long }.sum()
