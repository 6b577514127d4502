count = fscanf(stdin, "%d", 1);
numbers = fscanf(stdin, "%f", count);
printf("%d\n", sum(numbers));
