// One allocation that can never fit is the program's own error; no limit was met.
public class Main {
    public static void main(String[] args) {
        System.out.println(new long[Integer.MAX_VALUE].length);
    }
}
