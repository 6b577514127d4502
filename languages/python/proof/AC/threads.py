import concurrent.futures
import multiprocessing
import threading

total = 0
lock = threading.Lock()


def count():
    global total
    for number in range(1000):
        with lock:
            total += number


def square(number):
    return number * number


if __name__ == "__main__":
    threads = [threading.Thread(target=count) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(total)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        print(sum(pool.map(square, range(10))))
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(square, range(10))))
