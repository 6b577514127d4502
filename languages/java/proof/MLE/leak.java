import java.util.*;

public class Main {
    public static void main(String[] args) {
        List<byte[]> blocks = new ArrayList<>();
        for (;;) blocks.add(new byte[1 << 20]);
    }
}
