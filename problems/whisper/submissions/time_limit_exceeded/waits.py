task, line = input(), input()
if task == "receive":
    row = line[::-1]
    word = "".join(chr(int(row[i : i + 5], 2) + 97) for i in range(0, len(row), 5))
    while len(word) == 20:
        pass
    print(word)
else:
    print("".join(f"{ord(letter) - 97:05b}" for letter in line))
