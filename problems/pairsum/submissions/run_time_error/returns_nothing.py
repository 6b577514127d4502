def find_pair(numbers, target):
    pass
