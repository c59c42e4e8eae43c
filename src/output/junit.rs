//! Findings as `JUnit` XML: one test case for each rule, and one for the job.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use crate::{
    engine::{FileStart, RuleCount, Sink, Summary},
    outcome::Effect,
    prediction::{Status, counted},
    rules::RuleId,
    schema::ColumnId,
};

use super::{
    buffered::Buffered,
    header_names::{self, UNEXPECTED},
};

/// Writes a test suite in which every rule is a test case that fails where the rule makes rows or the
/// job fail. It never holds a value, and its size does not depend on the file.
#[derive(Debug)]
pub struct Junit<W: Write> {
    out: Buffered<W>,
    column_names: Vec<String>,
}

impl<W: Write> Junit<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            column_names: Vec::new(),
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn column_name(&self, column: ColumnId) -> &str {
        self.column_names
            .get(column.index())
            .map_or("", String::as_str)
    }

    fn places(&self, count: &RuleCount, summary: &Summary) -> String {
        let mut text = String::new();
        for (file, position, finding) in &count.first {
            let name = summary
                .files
                .get(*file)
                .map_or("", |file| file.input.name.as_str());
            let _ = write!(text, "{name}:{}", position.line.max(1));
            if let Some(column) = finding.column {
                let _ = write!(text, " {}", self.column_name(column));
            }
            let file = summary.files.get(*file);
            let numbers = file.map_or_else(
                || finding.detail.to_string(),
                |file| {
                    let column_name = |column| self.column_name(column);
                    header_names::numbers(finding, &file.input.header, column_name)
                },
            );
            if !numbers.is_empty() {
                let _ = write!(text, " ({numbers})");
            }
            text.push('\n');
        }
        text
    }
}

/// Text as XML holds it: markup and whatever XML 1.0 does not admit are spelled out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            _ if super::redact::is_terminal_control(character)
                || matches!(character, '\u{fffe}' | '\u{ffff}') =>
            {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

impl<W: Write + Send> Sink for Junit<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the findings in JUnit XML")
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.column_names = start
            .schema
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let job = &summary.prediction;
        let job_fails = matches!(job.status, Status::Failed | Status::NotStarted);
        let fails = |rule: RuleId| rule.rule().effect != Effect::Warns;
        let rules = &summary.counts.rules;
        let failures = rules.keys().filter(|rule| fails(**rule)).count() + usize::from(job_fails);
        let tests = RuleId::all().count() + 1;
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
        let _ = write!(
            xml,
            "<testsuites {counts}>\n<testsuite name=\"cognito-preflight\" {counts} skipped=\"0\">\n\
             <testcase classname=\"cognito-preflight\" name=\"job\">\n"
        );
        let outcome = format!(
            "{}: {} imported, {} skipped, {} failed",
            job.status.as_str(),
            counted(job.imported_users),
            counted(job.skipped_users),
            counted(job.failed_users)
        );
        let reasons = escaped(&job.reasons.join("\n"));
        let _ = if job_fails {
            writeln!(
                xml,
                "<failure type=\"job\" message=\"{outcome}\">{reasons}</failure>"
            )
        } else {
            writeln!(xml, "<system-out>{outcome}&#10;{reasons}</system-out>")
        };
        xml.push_str("</testcase>\n");
        let options = header_names::options(summary, |column| self.column_name(column));
        for id in RuleId::all() {
            let rule = id.rule();
            let _ = write!(
                xml,
                "<testcase classname=\"cognito-preflight.rules\" name=\"{}\"",
                rule.name
            );
            let Some(count) = rules.get(&id) else {
                xml.push_str("/>\n");
                continue;
            };
            let message = escaped(&format!("{} times: {}", count.findings, rule.summary));
            let places = escaped(&self.places(count, summary));
            let mut advice = count.advice.clone();
            if id == UNEXPECTED && !options.is_empty() {
                let _ = write!(advice, " {}", options.join(" "));
            }
            let advice = escaped(&advice);
            let _ = if fails(id) {
                writeln!(
                    xml,
                    ">\n<failure type=\"{}\" message=\"{message}\">{places}{advice}</failure>\n</testcase>",
                    rule.effect
                )
            } else {
                writeln!(
                    xml,
                    ">\n<system-out>{message}&#10;{places}{advice}</system-out>\n</testcase>"
                )
            };
        }
        xml.push_str("</testsuite>\n</testsuites>\n");
        self.out.append(xml.as_bytes())?;
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[test]
    fn a_rule_with_findings_is_a_failed_case_and_nothing_breaks_the_markup() {
        let mut fixture = Fixture::new();
        fixture.input.name = "a<b>&\"\u{1b}.csv".into();
        let mut sink = Junit::new(Vec::new());
        fixture.begin(&mut sink, b"");
        sink.finish(&fixture.summary()).unwrap();
        let xml = String::from_utf8(sink.into_inner()).unwrap();
        let name = fixture.fails().rule().name;
        assert!(
            xml.contains(&format!("name=\"{name}\">\n<failure")),
            "{xml}"
        );
        assert!(xml.contains("a&lt;b&gt;&amp;&quot;\\u{1b}.csv"), "{xml}");
        assert!(!xml.contains('\u{1b}'));
        assert_eq!(xml.matches("<testcase").count(), RuleId::all().count() + 1);
        let failures = xml.matches("<failure").count();
        assert!(xml.contains(&format!("failures=\"{failures}\"")));
    }
}
