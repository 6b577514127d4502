{ Adds the numbers that it reads. }
program Total;
var
  number, sum: int64;
begin
  sum := 0;
  while not SeekEof do
  begin
    read(number);
    sum := sum + number;
  end;
  writeln(sum);
end.
