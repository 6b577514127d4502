use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let sum = Arc::new(Mutex::new(0u64));
    let threads: Vec<_> = (0..32u64)
        .map(|number| {
            let sum = Arc::clone(&sum);
            thread::spawn(move || *sum.lock().unwrap() += number)
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    println!("{}", sum.lock().unwrap());
}
