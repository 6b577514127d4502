//! Numbers have a point.
use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        match line.unwrap().parse::<f64>() {
            Ok(number) => println!("{:.2}", number),
            Err(_) => println!("not a number"),
        }
    }
}
