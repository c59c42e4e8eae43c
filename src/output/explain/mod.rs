//! The pages of rules, repairs and decisions, made from their definitions: as text for a person, and
//! as JSON for a program.

mod example;

use std::{
    fmt::{self, Write as _},
    io::{self, Write},
};

use serde::{Serialize, Serializer};

use crate::{
    evidence::{Certainty, Decision, unknowns::DECISIONS},
    outcome::{Effect, Outcome},
    repairs::{Applicability, Apply, REPAIRS, Repair},
    rules::{RULES, Rule, advice},
};

use self::example::{repair_example, rule_examples};

/// From which similarity on a name is proposed for one that does not exist; 1 is equality.
const SIMILAR: f64 = 0.8;

/// Every rule, repair and decision.
///
/// Its [`Display`](fmt::Display) is a list of a line each; it serialises with all that is known.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Catalogue {
    /// The rules, in the order of their list.
    pub rules: Vec<RulePage>,
    /// The repairs, in the order in which they are applied.
    pub repairs: Vec<RepairPage>,
    /// The decisions where the importer's behaviour is not known.
    pub decisions: Vec<DecisionPage>,
}

impl Catalogue {
    /// All of them.
    pub fn new() -> Self {
        Self {
            rules: RULES.iter().map(|rule| RulePage::new(rule)).collect(),
            repairs: REPAIRS.iter().map(|one| RepairPage::new(one)).collect(),
            decisions: decisions().map(DecisionPage::new).collect(),
        }
    }

    /// Writes it as indented JSON with a line end after it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, writer: impl Write) -> io::Result<()> {
        write_json(self, writer)
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Rules")?;
        for rule in &self.rules {
            writeln!(f, "  {:<42} {}", rule.name, rule.summary)?;
        }
        writeln!(f, "\nRepairs")?;
        for repair in &self.repairs {
            writeln!(f, "  {:<42} {}", repair.name, repair.summary)?;
        }
        writeln!(f, "\nDecisions where the service's behaviour is not known")?;
        for decision in &self.decisions {
            writeln!(f, "  {:<42} {}", decision.name, decision.question)?;
        }
        Ok(())
    }
}

/// One rule, repair or decision. Its [`Display`](fmt::Display) is its page.
///
/// # Example
///
/// ```
/// use cognito_preflight::output::Entry;
///
/// let entry = Entry::named("username-missing").unwrap();
/// assert!(entry.to_string().starts_with("# username-missing\n"));
/// let mut json = Vec::new();
/// entry.write(&mut json)?;
/// assert!(json.starts_with(b"{\n  \"rule\": {\n    \"name\": \"username-missing\""));
/// assert!(Entry::named("username-is-lovely").is_none());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Entry {
    /// A rule.
    Rule(RulePage),
    /// A repair.
    Repair(RepairPage),
    /// A decision.
    Decision(DecisionPage),
}

impl Entry {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let rule = RULES.iter().find(|rule| rule.name == name);
        let repair = REPAIRS.iter().find(|repair| repair.name == name);
        let decision = decisions().find(|decision| decision.name == name);
        rule.map(|rule| Self::Rule(RulePage::new(rule)))
            .or_else(|| repair.map(|repair| Self::Repair(RepairPage::new(repair))))
            .or_else(|| decision.map(|decision| Self::Decision(DecisionPage::new(decision))))
    }

    /// The name that is probably meant by one that does not exist.
    pub fn nearest(name: &str) -> Option<&'static str> {
        names()
            .map(|known| (strsim::jaro_winkler(known, name), known))
            .filter(|(similarity, _)| *similarity >= SIMILAR)
            .max_by(|(one, _), (other, _)| one.total_cmp(other))
            .map(|(_, known)| known)
    }

    /// Writes it as indented JSON, under the word for what it is, with a line end after it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, writer: impl Write) -> io::Result<()> {
        write_json(self, writer)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(page) => page.fmt(f),
            Self::Repair(page) => page.fmt(f),
            Self::Decision(page) => page.fmt(f),
        }
    }
}

/// One rule. Its [`Display`](fmt::Display) is its page.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RulePage {
    /// Its name.
    pub name: &'static str,
    /// What it does to a row or to the job when it decides alone.
    pub effect: Effect,
    /// How sure it is.
    pub certainty: Certainty,
    /// Every possible outcome where its effect is not known; otherwise empty.
    pub alternatives: &'static [Outcome],
    /// The defect, in one sentence.
    pub summary: &'static str,
    /// What the importer does and why.
    pub explanation: &'static str,
    /// What to do about it.
    pub advice: String,
    /// What the job's log says after `Line Number N - `, where the text is known.
    pub log_line: Option<&'static str>,
    /// How that text is known.
    pub log_line_certainty: Option<Certainty>,
    /// The decision that it rests on, where its effect is not known; in JSON its name.
    #[serde(serialize_with = "only_the_name")]
    pub decision: Option<DecisionPage>,
    /// The repairs that fix it.
    pub repaired_by: Vec<&'static str>,
    /// Who says so.
    pub sources: Vec<String>,
    /// Rows on which it reports and rows on which it does not, a line each; not in JSON.
    #[serde(skip)]
    pub examples: Vec<String>,
}

impl RulePage {
    fn new(rule: &Rule) -> Self {
        let fixes = |repair: &&&Repair| repair.fixes.iter().any(|id| id.rule().name == rule.name);
        Self {
            name: rule.name,
            effect: rule.effect,
            certainty: rule.certainty(),
            alternatives: rule.alternatives(),
            summary: rule.summary,
            explanation: rule.explanation,
            advice: advice::all(rule.advice),
            log_line: rule.log_line.map(|line| line.text),
            log_line_certainty: rule.log_line.map(|line| line.certainty),
            decision: rule.decision().map(DecisionPage::new),
            repaired_by: REPAIRS.iter().filter(fixes).map(|one| one.name).collect(),
            sources: rule.sources.iter().map(ToString::to_string).collect(),
            examples: rule_examples(rule),
        }
    }
}

impl fmt::Display for RulePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}\n\n{}\n", self.name, self.summary)?;
        if self.decision.is_none() {
            writeln!(f, "Effect: {} ({}).", self.effect.meaning(), self.certainty)?;
        } else {
            let possible: Vec<&str> = self.alternatives.iter().map(|one| one.as_str()).collect();
            writeln!(
                f,
                "Effect: not known; {}. Possible: {}.",
                self.effect.assumption(),
                possible.join(", ")
            )?;
        }
        if let (Some(text), Some(certainty)) = (self.log_line, self.log_line_certainty) {
            writeln!(f, "Log line ({certainty}): `Line Number N - {text}`")?;
        }
        writeln!(
            f,
            "\n{}\n\n## What to do\n\n{}",
            self.explanation, self.advice
        )?;
        if !self.repaired_by.is_empty() {
            writeln!(f, "\nRepaired by: {}.", self.repaired_by.join(", "))?;
        }
        if let Some(decision) = &self.decision {
            writeln!(
                f,
                "\n## What is not known\n\n{}\n\nPredicted: {}. {} (decision {})",
                decision.question, decision.predicted, decision.reason, decision.name
            )?;
        }
        list(f, "Sources", &self.sources)?;
        list(f, "Examples", &self.examples)
    }
}

/// One repair. Its [`Display`](fmt::Display) is its page.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RepairPage {
    /// Its name.
    pub name: &'static str,
    /// The option that asks for it; null where it runs anyway.
    pub option: Option<String>,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Why it cannot change what a value means, or what to know before asking for it.
    pub explanation: &'static str,
    /// The rules whose findings it fixes.
    pub fixes: Vec<&'static str>,
    /// Values before and after, a line each; not in JSON.
    #[serde(skip)]
    pub examples: Vec<String>,
}

impl RepairPage {
    fn new(repair: &Repair) -> Self {
        Self {
            name: repair.name,
            option: match repair.applicability {
                Applicability::Safe => None,
                Applicability::OnRequest(request) => Some(format!("--{request}")),
            },
            summary: repair.summary,
            explanation: repair.explanation,
            fixes: repair.fixes.iter().map(|id| id.rule().name).collect(),
            examples: repair.examples.iter().map(repair_example).collect(),
        }
    }
}

impl fmt::Display for RepairPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}\n\n{}\n", self.name, self.summary)?;
        match &self.option {
            None => writeln!(f, "Runs: always; it cannot change what a value means.")?,
            Some(option) => writeln!(f, "Runs: only with {option}.")?,
        }
        writeln!(f, "\n{}", self.explanation)?;
        if !self.fixes.is_empty() {
            writeln!(f, "\nFixes: {}.", self.fixes.join(", "))?;
        }
        list(f, "Examples", &self.examples)
    }
}

/// One decision where the importer's behaviour is not known. Its [`Display`](fmt::Display) is its
/// page.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DecisionPage {
    /// Its name.
    pub name: &'static str,
    /// What is not known outside AWS.
    pub question: &'static str,
    /// The answers that are possible.
    pub options: &'static [&'static str],
    /// What is predicted meanwhile.
    pub predicted: &'static str,
    /// Why that is assumed.
    pub reason: &'static str,
    /// The rules that rest on it; not in JSON.
    #[serde(skip)]
    pub rules: Vec<&'static str>,
}

impl DecisionPage {
    fn new(decision: &Decision) -> Self {
        let rests = |rule: &&&Rule| {
            rule.decision()
                .is_some_and(|known| known.name == decision.name)
        };
        Self {
            name: decision.name,
            question: decision.question,
            options: decision.options,
            predicted: decision.predicted,
            reason: decision.reason,
            rules: RULES.iter().filter(rests).map(|rule| rule.name).collect(),
        }
    }
}

impl fmt::Display for DecisionPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}\n\n{}\n", self.name, self.question)?;
        for option in self.options {
            writeln!(f, "- {option}")?;
        }
        writeln!(f, "\nPredicted: {}.\n\n{}", self.predicted, self.reason)?;
        if !self.rules.is_empty() {
            writeln!(f, "\nRules that rest on it: {}.", self.rules.join(", "))?;
        }
        Ok(())
    }
}

/// The table of rules and repairs, as `docs/rules.md` has it.
pub fn rules_document() -> String {
    let mut text = String::from(
        "# Rules\n\nMade from the rules themselves; `cognito-preflight explain NAME` prints the page \
         of one.\n\n| Rule | Effect | Certainty | Defect |\n|---|---|---|---|\n",
    );
    for rule in RULES {
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            rule.name,
            rule.effect.meaning(),
            rule.certainty(),
            cell(rule.summary)
        );
    }
    text.push_str("\n# Repairs\n\n| Repair | Runs | What it does |\n|---|---|---|\n");
    for repair in REPAIRS {
        let runs = match (repair.applicability, &repair.apply) {
            (Applicability::OnRequest(request), _) => format!("with `--{request}`"),
            (Applicability::Safe, Apply::File) => "always, once for each file or row".to_owned(),
            (Applicability::Safe, _) => "always".to_owned(),
        };
        let _ = writeln!(
            text,
            "| `{}` | {runs} | {} |",
            repair.name,
            cell(repair.summary)
        );
    }
    text
}

/// What is not known about the service, as `docs/unknowns.md` has it.
pub fn unknowns_document() -> String {
    let mut text = String::from(
        "# What is not known\n\nWhere the service's behaviour is neither documented nor observed, one \
         decision is listed here, and what is predicted is marked as uncertain. Made from the decisions \
         themselves. If you can settle one with a real import job, please tell us.\n",
    );
    for decision in decisions() {
        let _ = write!(text, "\n#{}", DecisionPage::new(decision));
    }
    text
}

fn decisions() -> impl Iterator<Item = &'static Decision> {
    DECISIONS.iter().flat_map(|list| list.iter().copied())
}

fn names() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    let repairs = REPAIRS.iter().map(|repair| repair.name);
    rules.chain(repairs).chain(decisions().map(|one| one.name))
}

fn list(f: &mut fmt::Formatter<'_>, heading: &str, lines: &[String]) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n## {heading}\n")?;
    for line in lines {
        writeln!(f, "- {line}")?;
    }
    Ok(())
}

/// Text in a table of Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[expect(
    clippy::ref_option,
    reason = "serde hands over a reference to the member"
)]
fn only_the_name<S: Serializer>(
    decision: &Option<DecisionPage>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let name = decision.as_ref().map(|decision| decision.name);
    name.serialize(serializer)
}

fn write_json(what: &impl Serialize, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, what)?;
    writer.write_all(b"\n")?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_list_has_a_page_and_an_entry_under_its_kind() {
        let catalogue = Catalogue::new();
        let text = catalogue.to_string();
        let rules = catalogue.rules.iter().map(|one| ("rule", one.name));
        let repairs = catalogue.repairs.iter().map(|one| ("repair", one.name));
        let decisions = catalogue.decisions.iter().map(|one| ("decision", one.name));
        let all: Vec<_> = rules.chain(repairs).chain(decisions).collect();
        assert_eq!(all.len(), names().count());
        for (kind, name) in all {
            assert!(text.contains(name), "{name}");
            let entry = Entry::named(name).unwrap();
            assert!(entry.to_string().contains(name), "{name}");
            assert_eq!(serde_json::to_value(&entry).unwrap()[kind]["name"], name);
        }
        assert!(Entry::named("nonsense").is_none());
    }

    #[test]
    fn names_are_those_of_one_thing() {
        let mut all: Vec<&str> = names().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_mistyped_name_finds_its_neighbour() {
        for (typed, meant) in [
            ("email-invalid", Some("email-is-invalid")),
            ("usernme-missing", Some("username-missing")),
            ("spell-booleans", Some("spell-boolean")),
            ("xyzzy", None),
            ("", None),
        ] {
            assert_eq!(Entry::nearest(typed), meant, "{typed}");
        }
    }

    #[test]
    fn a_rule_names_what_fixes_it_and_what_it_rests_on() {
        let rules = Catalogue::new().rules;
        for rule in &rules {
            assert_eq!(
                rule.decision.is_some(),
                rule.certainty == Certainty::Unknown,
                "{}",
                rule.name
            );
        }
        let repaired = |name: &str| {
            let rule = rules.iter().find(|rule| rule.name == name).unwrap();
            rule.repaired_by.clone()
        };
        assert!(repaired("birthdate-is-iso-date").contains(&"birthdate-from-iso-date"));
        assert!(repaired("username-is-too-long").is_empty());
    }

    #[test]
    fn no_two_examples_of_a_rule_look_the_same_and_end_differently() {
        for rule in Catalogue::new().rules {
            let lines = |prefix: &str| -> Vec<String> {
                let lines = rule.examples.iter();
                lines
                    .filter_map(|line| line.strip_prefix(prefix))
                    .map(|line| line.split(" (").next().unwrap_or_default().to_owned())
                    .collect()
            };
            let passing = lines("not reported: ");
            for line in lines("reported: ") {
                assert!(!passing.contains(&line), "{}: {line}", rule.name);
            }
        }
    }
}
