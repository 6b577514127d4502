import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;

public class Main {
  public static void main(String[] args) throws IOException {
    // What a solution prints goes to stderr; answers go to stdout.
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    System.setOut(System.err);
    BufferedReader calls = new BufferedReader(new InputStreamReader(System.in));
    for (String line = calls.readLine(); line != null; line = calls.readLine()) {
      long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
      int[] pair = new Solution().findPair(Arrays.copyOfRange(numbers, 1, numbers.length), numbers[0]);
      answers.println(pair[0] + " " + pair[1]);
    }
  }
}
