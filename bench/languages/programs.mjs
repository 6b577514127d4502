/**
 * What is measured in each language: a greeting, and about a second of work on one core. `compile` and `run` are what somebody types
 * into a shell in the folder of the program; without `compile`, nothing is.
 */

/** @typedef {{ language: string, hello: string, second: string, comment: string, compile?: string, run: string, most: number }} Case */

const C_SECOND = `#include <stdio.h>
int main(void) { unsigned x = 1; for (unsigned i = 0; i < 700000000u; i++) x = x * 1664525u + (i ^ (x >> 7)); printf("%u\\n", x); }`;

/** @type {readonly Case[]} `most`: what the greeting may take of the bare shell, compiling included */
export const cases = [
  {
    ...{ language: 'python', comment: '#', run: 'python3 -B -s main.py', most: 0.5 },
    hello: 'print("hello")\n',
    second: 'x = 0\nfor i in range(9_000_000):\n    x = (x * 31 + i) % 1000003\nprint(x)\n',
  },
  {
    ...{ language: 'javascript', comment: '//', run: 'node main.js', most: 0.4 },
    hello: 'console.log("hello")\n',
    second: 'let x = 1; for (let i = 0; i < 500000000; i++) x = (Math.imul(x, 1664525) + (i ^ (x >>> 7))) | 0; console.log(x);\n',
  },
  {
    ...{ language: 'typescript', comment: '//', run: 'node main.js', most: 0.4 },
    compile: 'esbuild main.ts --outfile=main.js --log-level=error',
    hello: 'const greeting: string = "hello"; console.log(greeting);\n',
    second:
      'let x: number = 1; for (let i = 0; i < 500000000; i++) x = (Math.imul(x, 1664525) + (i ^ (x >>> 7))) | 0; console.log(x);\n',
  },
  {
    ...{ language: 'java', comment: '//', compile: 'javac Main.java', run: 'java Main', most: 0.4 },
    hello: 'public class Main { public static void main(String[] args) { System.out.println("hello"); } }\n',
    second:
      'public class Main { public static void main(String[] args) { int x = 1; for (int i = 0; i < 700000000; i++) x = x * 1664525 + (i ^ (x >>> 7)); System.out.println(x); } }\n',
  },
  {
    ...{ language: 'cpp', comment: '//', compile: 'g++ -O2 main.cpp -o main', run: './main', most: 0.35 },
    hello: '#include <bits/stdc++.h>\nusing namespace std;\nint main() { cout << "hello" << endl; }\n',
    second: C_SECOND.replace('<stdio.h>', '<bits/stdc++.h>'),
  },
  {
    ...{ language: 'c', comment: '//', compile: 'gcc -O2 main.c -o main', run: './main', most: 1.5 },
    hello: '#include <stdio.h>\nint main(void) { puts("hello"); }\n',
    second: C_SECOND,
  },
  {
    ...{ language: 'go', comment: '//', compile: 'go build -o main main.go', run: './main', most: 0.5 },
    hello: 'package main\nimport "fmt"\nfunc main() { fmt.Println("hello") }\n',
    second:
      'package main\nimport "fmt"\nfunc main() { x := uint32(1); for i := uint32(0); i < 700000000; i++ { x = x*1664525 + (i ^ (x >> 7)) }; fmt.Println(x) }\n',
  },
  {
    // Nothing was promised but that it is not dearer than a box costs.
    ...{ language: 'rust', comment: '//', compile: 'rustc -O -o main main.rs', run: './main', most: 1.5 },
    hello: 'fn main() { println!("hello"); }\n',
    second:
      'fn main() { let mut x: u32 = 1; for i in 0..700000000u32 { x = x.wrapping_mul(1664525).wrapping_add(i ^ (x >> 7)); } println!("{}", x); }\n',
  },
];

/** What the shell sees: a folder with the source of a case. @param {Case} one */
export function commandOf({ compile, run }) {
  return compile === undefined ? run : `${compile} && ${run}`;
}
