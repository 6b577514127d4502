# Takes more and more memory, until the kernel says no.
kept = []
while True:
    kept.append(bytearray(16 * 1024 * 1024))
    print(len(kept) * 16, "MB", flush=True)
