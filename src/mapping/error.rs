//! What is wrong with a mapping, and where.

use std::borrow::Cow;

use crate::schema::{PASSWORD_HASH, STANDARD_CSV_HEADER};

use super::{Mapping, condition::Condition, document::JoinKey};

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
    /// [`MappingError`] with the place of the first mistake: TOML's own, a key, a word or a column that there is not, or
    /// a form that says too little or too much.
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
    fn problem(&self) -> Option<(String, Cow<'static, str>)> {
        let of_columns = self.columns.iter().find_map(|(name, source)| {
            let problem = column_problem(name).or_else(|| source.problem().map(Cow::Borrowed));
            Some((name.clone(), problem?))
        });
        of_columns.or_else(|| {
            let (key, problem) = self.problem_of_entries()?;
            Some((key.to_owned(), Cow::Borrowed(problem)))
        })
    }

    /// What is wrong with an entry that is no column.
    fn problem_of_entries(&self) -> Option<(&str, &'static str)> {
        fn named<'k>(
            key: &'k str,
            problem: Option<&'static str>,
        ) -> Option<(&'k str, &'static str)> {
            Some((key, problem?))
        }
        let when = |when: &Option<Condition>| when.as_ref().and_then(Condition::problem);
        let mut rejects = self.reject.iter();
        let reject = rejects.find_map(|reject| named("reject", reject.when.problem()));
        let plan = || {
            self.plan
                .iter()
                .find_map(|step| named("plan", when(&step.when)))
        };
        let hash = || {
            let mut hashes = self.password_hash.iter();
            hashes.find_map(|hash| {
                named("password_hash", hash.problem().or_else(|| when(&hash.when)))
            })
        };
        let join = || {
            self.join.iter().find_map(|(name, join)| {
                let empty = join.keys.is_empty().then_some("a join needs keys");
                let of_key = |key: &JoinKey| {
                    let user = key.user.problem().or_else(|| when(&key.user_when));
                    user.or_else(|| key.joined.problem())
                        .or_else(|| when(&key.joined_when))
                };
                let keys = || join.keys.iter().find_map(of_key);
                named(name, empty.or_else(|| when(&join.when)).or_else(keys))
            })
        };
        reject.or_else(plan).or_else(hash).or_else(join)
    }
}

/// What is wrong with the name of a column that is filled.
fn column_problem(name: &str) -> Option<Cow<'static, str>> {
    if name == PASSWORD_HASH {
        return Some("a hash is converted: say where it is under [[password_hash]]".into());
    }
    let is_custom = name.starts_with("custom:") || name.starts_with("dev:custom:");
    if is_custom || name == "*" || STANDARD_CSV_HEADER.contains(&name) {
        return None;
    }
    let near = nearest(name, STANDARD_CSV_HEADER.iter().copied());
    Some(match near {
        Some(near) => format!("no user pool has such a column; did you mean `{near}`?").into(),
        None => "no user pool has such a column; those of a pool's own begin with `custom:`".into(),
    })
}

/// The name that is most like one, where one is like it.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|(distance, known)| *distance <= (known.len() / 3).max(1))
        .min()
        .map(|(_, known)| known)
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

/// serde's list of the words that there are is long; the nearest of them is what was meant.
fn with_suggestion(message: &str) -> String {
    let kinds = [
        ("unknown field `", "there is no key"),
        ("unknown variant `", "there is no word"),
    ];
    let found = kinds.iter().find_map(|(start, says)| {
        let (word, rest) = message.strip_prefix(start)?.split_once('`')?;
        Some((*says, word, rest))
    });
    let Some((says, word, rest)) = found else {
        return message.to_owned();
    };
    match nearest(word, rest.split('`').skip(1).step_by(2)) {
        Some(known) => format!("{says} `{word}`; did you mean `{known}`?"),
        None => format!(
            "{says} `{word}` here{}",
            rest.replacen(", expected", "; there is", 1)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named_with_their_line_and_what_may_be_meant() {
        for (toml, line, says) in [
            ("titel = 'x'", 1, "did you mean `title`?"),
            (
                "[input]\nformat = 'jsn'",
                2,
                "there is no word `jsn`; did you mean `json`?",
            ),
            (
                "[input]\ndelimiter = 'ab'",
                2,
                "expected one ASCII character",
            ),
            ("[input]\nencoding = 'utf8x'", 2, "not an encoding"),
            ("[columns]\nemial = 'mail'", 2, "did you mean `email`?"),
            ("[columns]\nplan = 'plan'", 2, "begin with `custom:`"),
            (
                "[columns]\npassword_hash = 'password'",
                2,
                "under [[password_hash]]",
            ),
            (
                "[columns]\nname = { from = 'a', template = '{b}' }",
                2,
                "exactly one of",
            ),
            ("[repairs]\ndefault_region = 'XX'", 2, ""),
            ("[repairs]\nlowercase = []", 2, "did you mean `lower_case`?"),
            (
                "title = 'x'\n[[reject]]\nreason = ''\nwhen = { column = 'a' }",
                2,
                "a column needs one of",
            ),
            (
                "[[plan]]\noperation = 'x'\nreason = ''\nwhen = { is = ['a'] }",
                1,
                "needs a column",
            ),
            (
                "[[password_hash]]\nfrom = 'a'\nformat = 'scrypt'",
                1,
                "say how the salt is written",
            ),
            ("[join.hashes]\nkeys = []", 1, "a join needs keys"),
            (
                "[join.hashes]\nkeys = [{ user = 'a', joined = { lower_case = true } }]",
                1,
                "exactly one of",
            ),
        ] {
            let error = Mapping::parse(toml).unwrap_err();
            assert_eq!(error.line, line, "{toml}: {error}");
            assert!(error.problem.contains(says), "{toml}: {error}");
        }
    }
}
