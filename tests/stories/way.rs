//! The way that several stories have in common, in steps: home care for Astrid Holm.

use crate::common::number;
use crate::harness::Seat;

/// Fills in what is missing, one after the other: the list leads to each field.
pub fn fill(seat: &mut Seat<'_>, answers: &[&str]) {
    for answer in answers {
        seat.press("<f9><enter>").press(answer);
    }
}

/// The application by letter, on the first day.
pub fn apply(seat: &mut Seat<'_>) {
    seat.press(&format!("N{}<enter>", number("1941-06-12")));
    seat.press("Holm<tab>Astrid<tab>k<tab><tab><tab><tab>b<tab><tab>hjälp hemma<f9>");
}

/// First contact and assessment, up to the question whether to sign.
pub fn assess(seat: &mut Seat<'_>) {
    seat.press("s<tab>h<tab>talar<f9>s<f9>s");
    fill(
        seat,
        &[
            "Hjälp med hygien och måltider.",
            "Astrid orkar inte stå vid spisen.",
            "Att bo kvar hemma.",
            "Äter lagad mat som värms.",
            "j<tab>j",
            "j",
            "Behöver stöd med hygien och måltider.",
            "Hemtjänst 40 timmar i månaden.",
            "Behovet kan inte tillgodoses på annat sätt.",
        ],
    );
    seat.press("<f9>");
}

/// Signed and sent for reply.
pub fn send_for_reply(seat: &mut Seat<'_>) {
    seat.press("jss<tab><tab>b<f9>")
        .sees(&["Nästa steg: invänta svar"]);
}

/// The reply, and the decision filled in but not signed.
pub fn decide(seat: &mut Seat<'_>) {
    seat.press("/Holm<enter>s<tab><tab>b<tab>Inget att invända.<f9>");
    seat.press("sb<tab><tab><tab><tab>40");
}

/// The decision signed and sent, and the order filled in but not signed.
pub fn order(seat: &mut Seat<'_>) {
    seat.press("<f9>js<tab><tab>b<f9>")
        .sees(&["Nästa steg: skriv beställning"]);
    seat.press("sStöd med hygien och samtliga måltider.<tab>Trygghet hemma.");
    seat.press("<tab><tab>”Jag vill bo kvar.”<f8>");
    seat.press("hygien<tab>20<tab>2/dag<tab><enter>måltider<tab>20<tab>1/dag<f8>");
    seat.press("Fä<right>");
}
