print(input() and input())
