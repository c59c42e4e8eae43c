//! The rules, repairs and decisions as JSON: the same definitions as their pages, for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::{
    evidence::{Certainty, Decision, unknowns::DECISIONS},
    outcome::{Effect, Outcome},
    repairs::{Applicability, REPAIRS, Repair},
    rules::{RULES, Rule},
};

/// Every rule, repair and decision.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Catalogue {
    /// The rules, in the order of their list.
    pub rules: Vec<RulePage>,
    /// The repairs, in the order in which they are made.
    pub repairs: Vec<RepairPage>,
    /// The decisions where the importer's behaviour is unknown.
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

    /// Writes it as JSON, indented, with a line end behind it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, writer: impl Write) -> io::Result<()> {
        write(self, writer)
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

/// One rule, repair or decision, under the word for what it is.
///
/// # Example
///
/// ```
/// use cognito_preflight::output::Page;
///
/// let mut json = Vec::new();
/// Page::named("username-missing").unwrap().write(&mut json)?;
/// assert!(json.starts_with(b"{\n  \"rule\": {\n    \"name\": \"username-missing\""));
/// assert!(Page::named("username-is-lovely").is_none());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Page {
    /// A rule.
    Rule(RulePage),
    /// A repair.
    Repair(RepairPage),
    /// A decision.
    Decision(DecisionPage),
}

impl Page {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let rule = RULES.iter().find(|rule| rule.name == name);
        let repair = REPAIRS.iter().find(|repair| repair.name == name);
        let decision = decisions().find(|decision| decision.name == name);
        rule.map(|rule| Self::Rule(RulePage::new(rule)))
            .or_else(|| repair.map(|repair| Self::Repair(RepairPage::new(repair))))
            .or_else(|| decision.map(|decision| Self::Decision(DecisionPage::new(decision))))
    }

    /// Writes it as JSON, indented, with a line end behind it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, writer: impl Write) -> io::Result<()> {
        write(self, writer)
    }
}

/// One rule.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RulePage {
    /// Its name.
    pub name: &'static str,
    /// What it does to a row or to the job when it decides alone.
    pub effect: Effect,
    /// How sure it is.
    pub certainty: Certainty,
    /// Every possible outcome where its effect is unknown; otherwise empty.
    pub alternatives: &'static [Outcome],
    /// The defect, in one sentence.
    pub summary: &'static str,
    /// What the importer does and why.
    pub explanation: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// What the job's log says after `Line Number N - `, where the text is known.
    pub log_line: Option<&'static str>,
    /// The decision it rests on, where nobody knows.
    pub decision: Option<&'static str>,
    /// The repairs that mend it.
    pub repaired_by: Vec<&'static str>,
    /// Who says so.
    pub sources: Vec<String>,
}

impl RulePage {
    fn new(rule: &Rule) -> Self {
        let fixes = |repair: &&&Repair| repair.fixes.iter().any(|one| one.rule().name == rule.name);
        Self {
            name: rule.name,
            effect: rule.effect,
            certainty: rule.certainty(),
            alternatives: rule.alternatives(),
            summary: rule.summary,
            explanation: rule.explanation,
            advice: rule.advice,
            log_line: rule.log_line,
            decision: rule.decision().map(|decision| decision.name),
            repaired_by: REPAIRS.iter().filter(fixes).map(|one| one.name).collect(),
            sources: rule.sources.iter().map(ToString::to_string).collect(),
        }
    }
}

/// One repair.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RepairPage {
    /// Its name.
    pub name: &'static str,
    /// The option that asks for it; null where it is made anyway.
    pub option: Option<String>,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// Why it cannot change what a value means, or what to know before asking for it.
    pub explanation: &'static str,
    /// The rules whose findings it fixes.
    pub fixes: Vec<&'static str>,
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
        }
    }
}

/// One decision where the importer's behaviour is unknown.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DecisionPage {
    /// Its name.
    pub name: &'static str,
    /// What nobody outside AWS knows.
    pub question: &'static str,
    /// The answers that are possible.
    pub options: &'static [&'static str],
    /// What is predicted meanwhile.
    pub predicted: &'static str,
    /// Why that is the prudent answer.
    pub reason: &'static str,
}

impl DecisionPage {
    const fn new(decision: &Decision) -> Self {
        Self {
            name: decision.name,
            question: decision.question,
            options: decision.options,
            predicted: decision.predicted,
            reason: decision.reason,
        }
    }
}

fn decisions() -> impl Iterator<Item = &'static Decision> {
    DECISIONS.iter().flat_map(|list| list.iter().copied())
}

fn write(what: &impl Serialize, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, what)?;
    writer.write_all(b"\n")?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::page;

    #[test]
    fn everything_that_has_a_page_has_an_entry_under_its_kind() {
        let catalogue = Catalogue::new();
        assert_eq!(catalogue.rules.len(), RULES.len());
        let kinds = [
            (
                "rule",
                catalogue
                    .rules
                    .iter()
                    .map(|one| one.name)
                    .collect::<Vec<_>>(),
            ),
            (
                "repair",
                catalogue.repairs.iter().map(|one| one.name).collect(),
            ),
            (
                "decision",
                catalogue.decisions.iter().map(|one| one.name).collect(),
            ),
        ];
        for (kind, names) in kinds {
            assert!(!names.is_empty(), "{kind}");
            for name in names {
                assert!(page::named(name).is_some(), "{name}");
                let entry = serde_json::to_value(Page::named(name)).unwrap();
                assert_eq!(entry[kind]["name"], name);
            }
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
        assert!(repaired("username-missing").is_empty());
    }
}
