// The environment's locale has a point, not a comma, whatever the host's has; text is UTF-8.
import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        while (in.hasNext()) System.out.println(in.hasNextDouble() ? String.format("%.2f", in.nextDouble()) : "not a number: " + in.next());
        System.out.println(TimeZone.getDefault().getID() + " " + java.nio.charset.Charset.defaultCharset() + " Größe €");
    }
}
