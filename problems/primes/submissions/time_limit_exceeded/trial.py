n = int(input())
count = 0
for i in range(2, n + 1):
    if all(i % k for k in range(2, int(i**0.5) + 1)):
        count += 1
print(count)
