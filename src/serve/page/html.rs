//! What every page has in common, and the escaping of everything that goes into one.

use std::fmt;

use crate::output::show::Escaped;

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

/// Text between tags or in a quoted attribute: no character of it is markup, and none acts on what
/// stands around it.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in Escaped(self.0).to_string().chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                character => write!(f, "{character}")?,
            }
        }
        Ok(())
    }
}

/// A whole page. One that shows something that moves comes again by itself.
pub(super) fn document(title: &str, moves: bool, body: &str) -> String {
    let again = if moves {
        "<meta http-equiv=refresh content=1>"
    } else {
        ""
    };
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\">{again}\
         <title>{title} - cognito-preflight</title><link rel=stylesheet href=\"/style.css\"></head>\
         <body><h1>{title}</h1>{body}</body></html>\n",
        title = Text(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let page = document("<b>&\"'\u{202e}\u{1b}", false, "");
        assert!(!page.contains("<b>") && !page.contains('\u{1b}') && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;b&gt;&amp;&quot;&#39;"));
        assert!(!page.contains("http-equiv"));
        assert!(document("x", true, "").contains("http-equiv"));
    }
}
