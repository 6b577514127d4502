fn main() {
    panic!("nobody catches me");
}
