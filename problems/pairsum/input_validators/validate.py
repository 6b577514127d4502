import sys

for line in sys.stdin:
    target, *numbers = map(int, line.split())
    if line != " ".join(map(str, [target, *numbers])) + "\n":
        sys.exit("numbers are separated by one space")
    if not 2 <= len(numbers) <= 60_000 or any(abs(number) > 10**12 for number in numbers):
        sys.exit("2 to 60,000 numbers of at most 10^12")
    places = {}
    for place, number in enumerate(numbers):
        places.setdefault(number, []).append(place)
    pairs = {
        (min(place, other), max(place, other))
        for place, number in enumerate(numbers)
        for other in places.get(target - number, [])
        if place != other
    }
    if len(pairs) != 1:
        sys.exit(f"{len(pairs)} pairs make {target}; there should be one")
sys.exit(42)
