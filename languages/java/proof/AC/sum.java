import java.util.*;

// Neither the class that starts nor the public one is called Main, nor is the file.
public class Adder {
    static long sum(Scanner in) {
        long sum = 0;
        for (int n = in.nextInt(); n > 0; n--) sum += in.nextLong();
        return sum;
    }
}

class Start {
    public static void main(String... args) {
        System.out.println(Adder.sum(new Scanner(System.in)));
    }
}
