mod geometry;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let data = std::fs::read_to_string("data.txt").unwrap();
    println!("{} {:?} {}", geometry::area(3), args, data.trim());
}
