// id: D1b
// attack: has the Rust compiler read a host's file with include!
// walls: mount
// control: the same source compiled on the host gives the canary out in a message
// effect: the canary's text in the compiler's messages
// verdict: CE
include!("@CANARY@");
fn main() {}
