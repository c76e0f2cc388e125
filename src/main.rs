//! akt
fn main() {}
