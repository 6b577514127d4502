// Adds the numbers that it reads.
import std.algorithm, std.array, std.conv, std.stdio;

void main() {
    long total = 0;
    foreach (line; stdin.byLine)
        total += line.split.map!(to!long).sum;
    writeln(total);
}
