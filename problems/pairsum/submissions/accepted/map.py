def find_pair(numbers, target):
    print("what is printed is not looked at")
    places = {}
    for place, number in enumerate(numbers):
        if target - number in places:
            return places[target - number], place
        places[number] = place
