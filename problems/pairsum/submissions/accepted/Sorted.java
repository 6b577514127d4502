import java.util.Arrays;
import java.util.Comparator;

class Solution {
  int[] findPair(long[] numbers, long target) {
    Integer[] order = new Integer[numbers.length];
    Arrays.setAll(order, place -> place);
    Arrays.sort(order, Comparator.comparingLong(place -> numbers[place]));
    int low = 0;
    int high = order.length - 1;
    while (numbers[order[low]] + numbers[order[high]] != target) {
      if (numbers[order[low]] + numbers[order[high]] < target) low++;
      else high--;
    }
    return new int[] {order[low], order[high]};
  }
}
