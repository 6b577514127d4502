% Adds the numbers that it reads.
numbers = fscanf(stdin, '%d');
printf('%d\n', sum(numbers));
