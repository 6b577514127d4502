#import <Foundation/Foundation.h>
#include <stdio.h>

int main(void) {
  NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
    int count;
    scanf("%d", &count);
    NSMutableArray *numbers = [NSMutableArray array];
    for (int i = 0; i < count; i++) {
      long long number;
      scanf("%lld", &number);
      [numbers addObject:[NSNumber numberWithLongLong:number]];
    }
    long long sum = 0;
    for (NSNumber *number in numbers) sum += [number longLongValue];
    printf("%lld\n", sum);
  [pool drain];
  return 0;
}
