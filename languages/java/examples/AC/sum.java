import java.util.Scanner;

/** Adds the numbers that it reads. */
public class Main {
  public static void main(String[] arguments) {
    var input = new Scanner(System.in);
    long total = 0;
    while (input.hasNextLong()) total += input.nextLong();
    System.out.println(total);
  }
}
