//! Faults made on purpose: a module a kind of fault. The short form runs with the other tests; the long one by
//! `AKT_LANGT=1 cargo test --release --test faults -- --nocapture`. Counts are asserted, seconds only printed.
#![allow(clippy::unwrap_used, clippy::panic)]

mod access;
mod backup;
#[path = "../akt/mod.rs"]
mod binary;
mod bitflip;
mod canary;
#[path = "../common/mod.rs"]
mod common;
mod crowd;
mod disk;
mod hangup;
mod home;
mod input;
mod key;
mod kill;
mod log;
mod power;
#[path = "../common/pty.rs"]
mod pty;
mod sshd;
mod worker;

/// How many rounds: the short number, or the long one where `AKT_LANGT=1` asks for it.
pub fn rounds(short: usize, long: usize) -> usize {
    match std::env::var_os("AKT_LANGT") {
        Some(asked) if asked == "1" => long,
        _ => short,
    }
}

/// A generator of its own for one test, whose seed is printed so that a failure can be walked again:
/// `AKT_FRO=SEED`.
pub fn chance(name: &str) -> fastrand::Rng {
    let seed = std::env::var("AKT_FRO")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| fastrand::u64(..));
    println!("faults: {name} seed={seed}");
    fastrand::Rng::with_seed(seed)
}
