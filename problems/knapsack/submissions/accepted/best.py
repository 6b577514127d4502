n, w = map(int, input().split())
things = [tuple(map(int, input().split())) for _ in range(n)]
best = [(0, ())] * (w + 1)
for number, (weight, worth) in enumerate(things, 1):
    for room in range(w, weight - 1, -1):
        value, chosen = best[room - weight]
        if value + worth > best[room][0]:
            best[room] = (value + worth, chosen + (number,))
chosen = best[w][1]
print(len(chosen))
print(*chosen)
