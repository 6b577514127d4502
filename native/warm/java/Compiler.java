import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a program of ours in memory, as javac would, so that the compiler is loaded and partly compiled itself. */
final class Compiler {
  private static final String PROGRAM =
      """
      import java.io.*;
      import java.util.*;
      public class Main {
        interface Step { int take(int from); }
        enum Colour { RED, GREEN }
        record Pair(int first, String second) {}
        static class Node implements Comparable<Node> {
          final int cost; private Node next;
          Node(int cost) { this.cost = cost; }
          @Override public int compareTo(Node other) { return Integer.compare(cost, other.cost); }
        }
        static long gcd(long a, long b) { return b == 0 ? a : gcd(b, a % b); }
        static <T extends Comparable<T>> T most(List<T> of) {
          T best = of.get(0);
          for (T one : of) if (one.compareTo(best) > 0) best = one;
          return best;
        }
        public static void main(String[] args) throws IOException {
          Scanner in = new Scanner(System.in);
          int n = in.nextInt();
          int[] numbers = new int[n];
          for (int i = 0; i < n; i++) numbers[i] = in.nextInt();
          Arrays.sort(numbers);
          List<Integer> list = new ArrayList<>();
          for (int number : numbers) list.add(number);
          list.sort((a, b) -> b - a);
          Map<String, Integer> counts = new HashMap<>();
          counts.merge("a", 1, Integer::sum);
          for (Map.Entry<String, Integer> entry : counts.entrySet()) System.out.println(entry.getKey() + entry.getValue());
          PriorityQueue<Node> queue = new PriorityQueue<>();
          queue.add(new Node(3));
          StringBuilder text = new StringBuilder();
          while (n-- > 0) text.append(n).append(' ');
          Step step = x -> x + 1;
          String said = "n = " + n + list + step.take(3) + most(list) + new Pair(1, "x");
          switch (said) { case "x": break; default: text.append(gcd(12, 18)); }
          try { System.out.printf("%d %s%n", n, said); } catch (RuntimeException e) { throw e; } finally { in.close(); }
          BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
          StringTokenizer words = new StringTokenizer(reader.readLine());
          long sum = Long.parseLong(words.nextToken()) + (long) Math.sqrt(2.0);
          System.out.println(text.toString() + (sum > 3 ? Colour.RED : Colour.GREEN) + queue.poll().cost);
        }
      }
      """;

  private Compiler() {}

  public static void main(String[] arguments) {
    warm();
  }

  static void warm() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Files files = new Files(compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8))) {
      compiler.getTask(null, files, null, List.of("-proc:none", "-encoding", "UTF-8"), null, List.of(new Source())).call();
    } catch (Exception failure) {
      // As with Program.
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    Source() {
      super(URI.create("memory:///Main.java"), Kind.SOURCE);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return PROGRAM;
    }
  }

  private static final class Made extends SimpleJavaFileObject {
    Made(String name) {
      super(URI.create("memory:///" + name + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return new ByteArrayOutputStream();
    }
  }

  /** What is compiled goes nowhere. */
  private static final class Files extends ForwardingJavaFileManager<StandardJavaFileManager> {
    Files(StandardJavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new Made(name);
    }
  }
}
