pub mod square;

pub fn area(side: u32) -> u32 {
    square::square(side)
}
