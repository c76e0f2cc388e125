//! What each remark says: the reason, and a better way to put it.

use super::{Kind, Level};

/// The level, the reason and a better way, for a kind of remark in the intervention's text.
pub(super) fn of(kind: Kind) -> (Level, &'static str, &'static str) {
    match kind {
        Kind::NoNeed => (
            Level::Error,
            "inte en beställning än: behovet saknas",
            "Skriv vad personen behöver stöd med, område för område.",
        ),
        Kind::NoPurpose => (
            Level::Error,
            "inte en beställning än: syftet saknas",
            "Skriv vad stödet ska leda till.",
        ),
        Kind::NoGoal => (
            Level::Error,
            "inte en beställning än: målet saknas",
            "Skriv ett mål för helheten, helst med personens egna ord.",
        ),
        Kind::NoTime => (
            Level::Error,
            "inte en beställning än: tiden saknas",
            "Fyll i minst en rad i beräkningen.",
        ),
        Kind::WhenOnDay => (
            Level::Warning,
            "detalj: när på dagen avtalas i planen",
            "Skriv behovet utan tidpunkt, till exempel \"stöd med på- och avklädning\" eller \"stöd vid samtliga måltider\".",
        ),
        Kind::HowStep => (
            Level::Warning,
            "detalj: hur det görs avtalas i planen",
            "Skriv området i stället för stegen, till exempel \"hjälp med att tillreda och servera samtliga måltider\" eller \"stöd med städning\".",
        ),
        Kind::DailyFrequency => (
            Level::Hint,
            "hur ofta per dag står redan i beräkningen",
            "Kan utelämnas i texten.",
        ),
        Kind::WalkFrequency => (
            Level::Hint,
            "promenader läggs ofta ihop med ärenden och inköp",
            "Skriv \"promenad och utevistelse\" utan hur ofta; det står i beräkningen.",
        ),
        Kind::LawGoal => (
            Level::Warning,
            "lagens mål är för allmänt för att följas upp",
            "Fråga vad personen vill kunna göra eller slippa, och skriv det.",
        ),
        Kind::RoutineGoal => (
            Level::Hint,
            "skrivs ofta på rutin: är det personens eget mål?",
            "Fråga vad som ska fungera, och skriv det med personens egna ord.",
        ),
        Kind::OwnWords => (Level::Good, "personens egna ord", ""),
    }
}
