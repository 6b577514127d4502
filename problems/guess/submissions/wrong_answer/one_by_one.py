guess = 0
answer = ""
while answer not in ("correct", "stop"):
    guess += 1
    print(guess, flush=True)
    try:
        answer = input()
    except EOFError:
        answer = "stop"
