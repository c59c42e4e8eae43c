//! What every page has in common.

use maud::{DOCTYPE, Markup, Render, html};

use crate::output::redact::Escaped;

/// The one style sheet.
pub(super) const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
.n { text-align: right; font-variant-numeric: tabular-nums }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem } dt { opacity: .7 } dd { margin: 0 }
label { display: block; margin-bottom: .75rem }
label input { display: block; box-sizing: border-box; width: 100%; margin-top: .5rem; border: 2px dashed var(--line); border-radius: .5rem; padding: 3rem 2rem }
button { font: inherit; padding: .4rem 1rem }
.log { list-style: none; padding: 0; font: 14px/1.5 ui-monospace, monospace }
.good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) }
.hint { opacity: .7 } .wrap { overflow-wrap: anywhere }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --warn: #d29922 } }
";

/// Text that a client sent. Markup is escaped in every page; here control characters are as well, so
/// that none acts on the text around it.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Render for Text<'_> {
    fn render_to(&self, buffer: &mut String) {
        Escaped(self.0).to_string().render_to(buffer);
    }
}

/// A whole page. One that shows a job at work reloads itself.
pub(super) fn document(title: &str, reloads: bool, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                @if reloads {
                    meta http-equiv="refresh" content="1";
                }
                title { (Text(title)) " - cognito-preflight" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                h1 { (Text(title)) }
                (body)
            }
        }
    }
}

/// The way back to the list of pools, and to one of them.
pub(super) fn breadcrumbs(pool_id: Option<&str>) -> Markup {
    html! {
        p {
            a href="/" { "User pools" }
            @if let Some(id) = pool_id {
                " / "
                a href={ "/pools/" (Text(id)) } { code { (Text(id)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let nothing = html! {};
        let page = document("<b>&\"'\u{202e}\u{1b}", false, &nothing).into_string();
        assert!(!page.contains("<b>") && !page.contains('\u{1b}') && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;b&gt;&amp;&quot;"), "{page}");
        assert!(!page.contains("http-equiv"));
        let page = document("x", true, &nothing).into_string();
        assert!(page.contains("http-equiv"));
        let path = breadcrumbs(Some("\"><script>")).into_string();
        assert!(
            path.contains("href=\"/pools/&quot;&gt;&lt;script&gt;\""),
            "{path}"
        );
    }
}
