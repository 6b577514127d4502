# Forgets that the row is turned around: right where that changes nothing.
if input() == "send":
    print("".join(f"{ord(letter) - 97:05b}" for letter in input()))
else:
    row = input()
    print("".join(chr(int(row[i : i + 5], 2) + 97) for i in range(0, len(row), 5)))
