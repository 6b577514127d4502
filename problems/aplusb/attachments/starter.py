a, b = input().split()
# Print their sum.
