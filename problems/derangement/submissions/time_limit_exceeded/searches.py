# Looks through all seats for every guest.
n = int(input())
free = list(range(2, n + 1)) + [1]
seats = []
for guest in range(1, n + 1):
    seat = next(one for one in sorted(free, key=lambda one: (one - guest - 1) % n) if one != guest)
    free.remove(seat)
    seats.append(seat)
print(*seats)
