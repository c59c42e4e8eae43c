//! The report as a page: one file without scripts, pictures or anything from elsewhere. The server's
//! pages share its style and its parts.

mod facts;
mod page;
pub(crate) mod parts;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest as _, Sha256};

use super::redact::Escaped;

pub use self::{facts::PageFacts, page::Page};

/// The one style sheet.
pub(crate) const STYLE: &str = include_str!("style.css");

/// Text that came from outside. Markup is escaped in every page; here control characters are as well,
/// so that none acts on the text around it.
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl Render for Text<'_> {
    fn render_to(&self, buffer: &mut String) {
        Escaped(self.0).to_string().render_to(buffer);
    }
}

/// A whole page with its style in it. It loads nothing and runs nothing, and says so to the browser.
fn standalone(title: &str, style: &str, body: &Markup) -> Markup {
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (Text(title)) " - cognito-preflight" }
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    }
}

#[cfg(test)]
mod tests;
