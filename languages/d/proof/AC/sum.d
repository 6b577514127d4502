import std.algorithm, std.array, std.conv, std.range, std.stdio, std.string;

void main() {
    auto count = readln.strip.to!int;
    writeln(readln.split.take(count).map!(to!long).sum);
}
