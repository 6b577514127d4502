import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Scanner;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** Does once what programs do most, so that the classes for it are loaded and set up. Nothing of it stays. */
final class Program {
  private Program() {}

  public static void main(String[] arguments) {
    warm();
  }

  static void warm() {
    try {
      PrintStream out = new PrintStream(new ByteArrayOutputStream(), true);
      read(out);
      collect(out);
      format(out);
    } catch (Exception failure) {
      // What could not be warmed up is set up when the program uses it.
    }
  }

  private static void read(PrintStream out) throws Exception {
    byte[] input = "3 4 12345678901 1.5\nfirst second\nthird\n".getBytes();
    Scanner scanner = new Scanner(new ByteArrayInputStream(input));
    int number = scanner.hasNextInt() ? scanner.nextInt() : 0;
    out.println(number + scanner.nextInt() + " " + scanner.nextLong() + " " + scanner.nextDouble());
    out.println(scanner.nextLine() + scanner.next() + scanner.nextLine() + scanner.hasNextLine() + scanner.hasNext());
    BufferedReader reader = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(input)));
    StringTokenizer words = new StringTokenizer(reader.readLine());
    out.println(Integer.parseInt(words.nextToken()) + Long.parseLong(words.nextToken()));
    for (String word : reader.readLine().split(" ")) out.print(word);
  }

  private static void collect(PrintStream out) {
    List<Integer> list = new ArrayList<>(List.of(3, 1, 2));
    Collections.sort(list);
    list.sort((one, other) -> other - one);
    Map<String, Integer> counts = new HashMap<>();
    for (String word : new String[] {"a", "b", "a"}) counts.put(word, counts.getOrDefault(word, 0) + 1);
    for (Map.Entry<String, Integer> entry : counts.entrySet()) out.println(entry.getKey() + "=" + entry.getValue());
    out.println(list + " " + new TreeMap<>(counts) + new HashSet<>(list) + new LinkedList<>(list) + new ArrayDeque<>(list).poll());
    PriorityQueue<int[]> queue = new PriorityQueue<>((one, other) -> Integer.compare(one[0], other[0]));
    queue.add(new int[] {2});
    queue.add(new int[] {1});
    int[] numbers = {3, 1, queue.poll()[0]};
    Arrays.sort(numbers);
    out.println(Arrays.toString(numbers));
  }

  private static void format(PrintStream out) {
    StringBuilder text = new StringBuilder();
    text.append(1).append(' ').append("x").append(1.5).append(2L).append('\n');
    out.print(text);
    out.printf("%d %s %.2f%n", 1, "x", 1.5);
    PrintWriter writer = new PrintWriter(out);
    writer.println(7);
    writer.flush();
    out.println("x".equals(text.substring(0, 1)) + String.valueOf('c') + Math.sqrt(2) + String.join(",", List.of("a", "b")));
  }
}
