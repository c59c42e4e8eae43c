//! The parts that pages share.

use maud::{Markup, html};

use crate::output::{
    Conclusion, Readiness, Shares, Step,
    conclusion::{grouped, people},
};

use super::Text;

/// The class of the box that holds the verdict.
const fn class(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::Ready => "verdict",
        Readiness::NearlyReady => "verdict nearly",
        Readiness::NotReady => "verdict not",
    }
}

/// What will happen, in one word, a sentence, and numbers.
pub(crate) fn verdict(conclusion: &Conclusion, counts: &str) -> Markup {
    html! {
        section class=(class(conclusion.readiness)) aria-label="Verdict" {
            p.word { (conclusion.readiness.as_str()) }
            h1 { (Text(&conclusion.sentence)) }
            (bar(&conclusion.users))
            dl.facts {
                div { dt { "Predicted job" } dd { (Text(&conclusion.job)) } }
                div { dt { "Cognito will count" } dd { (Text(counts)) } }
                div { dt { "First sign-in" } dd { (Text(&conclusion.first_sign_in)) } }
                @if let Some(what) = conclusion.not_checked {
                    div { dt { "Not checked" } dd { b { (what) } } }
                }
            }
        }
    }
}

/// All users as one bar, and its legend.
fn bar(users: &Shares) -> Markup {
    let all = [
        (users.ready, "ready", "ready"),
        (users.uncertain, "unsure", "ready, outcome uncertain"),
        (
            users.held_back,
            "held",
            "would be imported, rejected by clean",
        ),
        (users.skipped, "skipped", "would be skipped"),
        (users.failed, "failed", "would fail"),
    ];
    let shares = || all.into_iter().filter(|(users, _, _)| *users > 0);
    let total: u64 = all.iter().map(|(users, _, _)| users).sum();
    if total == 0 {
        return html! {};
    }
    let words: Vec<String> = shares()
        .map(|(users, _, what)| format!("{} {what}", grouped(users)))
        .collect();
    let mut begin = 0.0;
    let rects: Vec<(f64, f64, &str)> = shares()
        .map(|(users, class, _)| {
            let width = thousandths(users, total);
            let rect = (begin, width, class);
            begin += width;
            rect
        })
        .collect();
    html! {
        svg.bar viewBox="0 0 1000 28" preserveAspectRatio="none" role="img"
            aria-label={ (words.join(", ")) ", of " (people(total)) } {
            @for (x, width, class) in rects {
                rect class=(class) x=(format!("{x:.1}")) y="0" width=(format!("{width:.1}")) height="28" {}
            }
        }
        ul.legend {
            @for (users, class, what) in shares() {
                li {
                    svg.key viewBox="0 0 12 12" aria-hidden="true" {
                        rect class=(class) width="12" height="12" {}
                    }
                    b { (grouped(users)) } " " (what) " "
                    span.quiet { (format!("{:.1} %", thousandths(users, total) / 10.0)) }
                }
            }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a width on a screen needs no more than 52 bits"
)]
fn thousandths(users: u64, total: u64) -> f64 {
    users as f64 * 1000.0 / total as f64
}

/// What to do next, each with its command.
pub(crate) fn steps(steps: &[Step]) -> Markup {
    html! {
        ol.steps {
            @for step in steps {
                li {
                    (Text(&step.purpose))
                    code.command { (Text(&step.command)) }
                }
            }
        }
    }
}
