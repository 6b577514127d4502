import java.util.concurrent.*;
import java.util.stream.*;

public class Main {
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(32);
        var parts = IntStream.range(0, 64).mapToObj(i -> pool.submit(() -> IntStream.range(0, 1000).sum())).toList();
        long sum = 0;
        for (var part : parts) sum += part.get();
        pool.shutdown();
        System.out.println(sum + " " + IntStream.range(0, 1000).parallel().sum());
    }
}
