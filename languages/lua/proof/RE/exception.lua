error("said by the program")
