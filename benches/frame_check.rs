//! What one reading costs, on an order of 4 000 characters, as it is done for each keypress.

use std::time::{Duration, Instant};

use akt::core::frame_check::{Words, check_goal, check_intervention};

const RUNS: usize = 400;

fn main() {
    let words = Words::builtin();
    let framed = "Hembesök gjordes 3 mars kl 10. Hon bor ensam på andra våningen och klarar själv sin morgontoalett. \
        Behöver stöd med personlig hygien, på- och avklädning samt förflyttning inomhus. Dottern handlar på lördagar. \
        Hjälp och stöd med att tillreda och servera samtliga måltider. Dusch en till två gånger per vecka. ";
    let detailed = "På kvällen hjälp med nattkläder. Tillsyn vid 20-tiden. Laga och servera lunch, därefter diska. ";
    let goals = "Att vardagen ska fungera och att uppnå en skälig levnadsnivå. Jag vill koka mitt kaffe själv. ";
    let long = |part: &str| part.chars().cycle().take(4_000).collect::<String>();
    let start = Instant::now();
    let again = Words::builtin();
    println!(
        "reading the words           {:>9.3} ms",
        ms(start.elapsed())
    );
    drop(again);
    for (name, text, goal) in [
        ("framed, 4 000 characters", long(framed), false),
        ("detailed, 4 000 characters", long(detailed), false),
        ("goals, 4 000 characters", long(goals), true),
        ("no spaces, 4 000 characters", long("kväll"), false),
        ("commas, 4 000 characters", long("kl,"), false),
    ] {
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let reading = if goal {
                    check_goal(&words, &text)
                } else {
                    check_intervention(&words, &text)
                };
                std::hint::black_box(reading);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let at = |share: usize| times.get(RUNS * share / 100).copied().unwrap_or_default();
        println!(
            "{name:<28}{:>9.3} ms median {:>9.3} ms p99",
            ms(at(50)),
            ms(at(99))
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
