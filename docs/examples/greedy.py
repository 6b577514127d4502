"""Takes memory for as long as there is any."""

hoard = []
while True:
    hoard.append(bytearray(1 << 20))
