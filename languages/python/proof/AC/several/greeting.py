def hello(names):
    return f"hello {names}"
