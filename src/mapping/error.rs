//! What is wrong with a mapping, and where.

use super::{Mapping, Source, condition::Condition};

/// What is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
#[non_exhaustive]
pub struct MappingError {
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong, with what may be meant.
    pub problem: String,
}

impl Mapping {
    /// Reads a mapping from its TOML text.
    ///
    /// # Errors
    ///
    /// [`MappingError`] with the place of the first mistake: TOML's own, a key that there is not, or a form that says
    /// too little or too much.
    ///
    /// ```
    /// use cognito_preflight::mapping::Mapping;
    ///
    /// let mapping = Mapping::parse("[columns]\nemail = 'mail'\nname = { template = '{first} {last}' }")?;
    /// assert_eq!(mapping.columns.len(), 2);
    ///
    /// let error = Mapping::parse("[columns]\nname = { templat = '{first}' }").unwrap_err();
    /// assert_eq!(error.line, 2);
    /// assert!(error.to_string().contains("did you mean `template`?"));
    /// # Ok::<(), cognito_preflight::mapping::MappingError>(())
    /// ```
    pub fn parse(toml: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(toml).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = place(toml, at);
            MappingError {
                line,
                column,
                problem: with_suggestion(error.message()),
            }
        })?;
        match mapping.problem() {
            None => Ok(mapping),
            Some((key, problem)) => {
                let (line, column) = place(toml, find_key(toml, &key));
                Err(MappingError {
                    line,
                    column,
                    problem: format!("`{key}`: {problem}"),
                })
            }
        }
    }

    /// What is wrong with the form of an entry, and the key of the entry.
    fn problem(&self) -> Option<(String, &'static str)> {
        for (name, source) in &self.columns {
            if let Source::Expression(expression) = source
                && let Some(problem) = expression.problem()
            {
                return Some((name.clone(), problem));
            }
        }
        let named = |key: &str, problem: Option<&'static str>| Some((key.to_owned(), problem?));
        let when = |when: &Option<Condition>| when.as_ref().and_then(Condition::problem);
        self.reject
            .iter()
            .find_map(|reject| named("reject", reject.when.problem()))
            .or_else(|| {
                self.plan
                    .iter()
                    .find_map(|step| named("plan", when(&step.when)))
            })
            .or_else(|| {
                self.password_hash.iter().find_map(|hash| {
                    named("password_hash", hash.problem().or_else(|| when(&hash.when)))
                })
            })
            .or_else(|| {
                self.join.iter().find_map(|(name, join)| {
                    let empty = join.keys.is_empty().then_some("a join needs keys");
                    named(name, empty.or_else(|| when(&join.when)))
                })
            })
    }
}

/// Line and character of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Where a key is first written.
fn find_key(toml: &str, key: &str) -> usize {
    let quoted = format!("\"{key}\"");
    let is_key = |line: &str| {
        let line = line.trim_start();
        let line = line.trim_start_matches('[').trim_start();
        line.starts_with(key) || line.starts_with(&quoted)
    };
    let mut at = 0;
    for line in toml.split_inclusive('\n') {
        if is_key(line) {
            return at;
        }
        at += line.len();
    }
    0
}

/// serde's list of the keys that there are is long; the nearest of them is what was meant.
fn with_suggestion(message: &str) -> String {
    let Some(rest) = message.strip_prefix("unknown field `") else {
        return message.to_owned();
    };
    let Some((key, rest)) = rest.split_once('`') else {
        return message.to_owned();
    };
    let known = rest.split('`').skip(1).step_by(2);
    let near = known
        .map(|known| (strsim::osa_distance(key, known), known))
        .filter(|(distance, known)| *distance <= (known.len() / 3).max(1))
        .min();
    match near {
        Some((_, known)) => format!("there is no key `{key}`; did you mean `{known}`?"),
        None => format!(
            "there is no key `{key}` here{}",
            rest.replacen(", expected", "; there is", 1)
        ),
    }
}
