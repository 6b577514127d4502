using System;
using System.Linq;
using System.Threading.Tasks;

class Program {
    static void Main() {
        Console.WriteLine(Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => i * i))).Result.Sum());
    }
}
