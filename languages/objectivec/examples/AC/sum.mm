// Adds the numbers that it reads.
#import <Foundation/Foundation.h>

int main(void) {
  NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
  NSData *input = [[NSFileHandle fileHandleWithStandardInput] readDataToEndOfFile];
  NSString *text = [[[NSString alloc] initWithData:input encoding:NSUTF8StringEncoding] autorelease];
  NSScanner *scanner = [NSScanner scannerWithString:text];
  long long total = 0, number;
  while ([scanner scanLongLong:&number]) total += number;
  printf("%lld\n", total);
  [pool drain];
  return 0;
}
