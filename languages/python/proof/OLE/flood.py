while True:
    print("more" * 100)
