print("line ends")
if True:
    print("""of another
system""")
