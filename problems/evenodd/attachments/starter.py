n = int(input())
# Print "even" or "odd".
