//! A mapping for one user pool, and what it makes of each record.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    LockedOut, MappedSource,
    document::{Mapping, PlanStep},
    expression::{Columns, Context, Joined, NothingJoined, Paths, Source, Words},
    hash::{self, HashOutcome},
    join::{JoinTable, JoinedRecord},
    path::Path,
    record::Record,
};
use serde::Serialize;

use crate::{
    repairs::RepairOptions,
    schema::{AliasAttribute, Schema, VerifiableAttribute, synonyms::letters},
};

/// Which of a user's names becomes the username.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UsernameRule {
    /// The pool signs users in with an address, and the username is one: the e-mail address where `email` is set, else
    /// the phone number.
    Address {
        /// The e-mail address may be the username.
        email: bool,
        /// The phone number may be the username.
        phone_number: bool,
    },
    /// The pool has the e-mail address as an alias, so that no username may look like one: the source's username, else
    /// its identifier.
    NoEmailAddress,
    /// The source's username, else the e-mail address, the phone number or its identifier.
    Any,
}

impl UsernameRule {
    /// The rule for a pool.
    pub fn of(schema: &Schema) -> Self {
        let pool = schema.pool();
        let signs_in = |attribute| pool.username_attributes.contains(&attribute);
        if !pool.username_attributes.is_empty() {
            Self::Address {
                email: signs_in(VerifiableAttribute::Email),
                phone_number: signs_in(VerifiableAttribute::PhoneNumber),
            }
        } else if pool.aliases.contains(&AliasAttribute::Email) {
            Self::NoEmailAddress
        } else {
            Self::Any
        }
    }

    /// The rule as a sentence, for the summary.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address {
                email: true,
                phone_number: true,
            } => {
                "The username is the e-mail address, else the phone number, as the user pool demands."
            }
            Self::Address { email: true, .. } => {
                "The username is the e-mail address, as the user pool demands."
            }
            Self::Address { .. } => "The username is the phone number, as the user pool demands.",
            Self::NoEmailAddress => {
                "The username is the source’s username, else its identifier: no username may be an e-mail address, \
                 which is an alias in this pool."
            }
            Self::Any => {
                "The username is the source’s username, else the e-mail address, the phone number or the identifier."
            }
        }
    }
}

/// What a record became.
#[derive(Debug, Default)]
pub(crate) struct Mapped {
    /// The values in the order of the CSVHeader; blank where there is none.
    pub(crate) values: Vec<String>,
    /// The place in [`Mapping::reject`] of the reason why the record is rejected.
    pub(crate) rejected: Option<usize>,
    /// What is to be done after the import.
    pub(crate) plan: Vec<Planned>,
    /// What became of the password hash.
    pub(crate) hash: HashOutcome,
    /// Whether the record has a value that was not asked for, or not one that was.
    pub(crate) is_left_out: bool,
}

/// Which records are wanted, by a value.
#[derive(Debug)]
struct Choice {
    path: Path,
    values: Vec<String>,
    /// Whether records with these values are wanted, or those without.
    keeps: bool,
}

impl Choice {
    fn wants(&self, context: &Context<'_, '_>) -> bool {
        let value = context.first(&self.path).unwrap_or_default();
        self.values.iter().any(|own| own == value.trim()) == self.keeps
    }
}

/// What the options say of the records of a source, beside the mapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'o> {
    pub(crate) repairs: &'o RepairOptions,
    pub(crate) only: &'o [(String, Vec<String>)],
    pub(crate) except: &'o [(String, Vec<String>)],
}

impl Asked<'_> {
    /// The path with which a caller wants a column to be filled, whatever the mapping says.
    fn path_of(&self, column: &str) -> Option<&str> {
        let mut pairs = self.repairs.renames.iter().chain(&self.repairs.copies);
        let (path, _) = pairs.find(|(_, new)| new == column)?;
        Some(path)
    }

    fn choices(&self) -> Vec<Choice> {
        let only = self.only.iter().map(|choice| (choice, true));
        let except = self.except.iter().map(|choice| (choice, false));
        let choices = only.chain(except).map(|((path, values), keeps)| Choice {
            path: Path::lenient(path),
            values: values.clone(),
            keeps,
        });
        choices.collect()
    }

    fn words(&self) -> Words {
        let of_all = |words: &&crate::repairs::Words| words.column.is_none();
        let yes = self.repairs.yes.iter().filter(of_all);
        Words {
            yes: yes.flat_map(|words| words.words.iter().cloned()).collect(),
            null: self.repairs.null.clone(),
        }
    }
}

impl Mapped {
    /// Whether the user could sign in although the source has locked them out, until the plan is carried out.
    pub(crate) fn is_locked_out(&self) -> bool {
        self.plan.iter().any(|step| step.locks_out)
    }
}

/// One step of the plan for one user.
#[derive(Debug)]
pub(crate) struct Planned {
    /// The place in [`Mapping::plan`].
    pub(crate) step: usize,
    /// The parameters but for the username.
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) locks_out: bool,
}

/// A mapping for one pool.
#[derive(Debug)]
pub(crate) struct Mapper {
    source: Arc<MappedSource>,
    /// The columns of the CSVHeader, and how each is filled.
    columns: Vec<String>,
    sources: Vec<Option<Source>>,
    username: UsernameRule,
    username_place: Option<usize>,
    hash_place: Option<usize>,
    words: Words,
    choices: Vec<Choice>,
    /// The reasons under `reject` and `password_hash`, kept for the life of the process.
    reasons: Vec<&'static str>,
    hash_reasons: Vec<&'static str>,
}

/// Keeps a text of a mapping for the life of the process, once for each text: findings are `Copy` and outlive runs, and a
/// process reads few mappings.
fn keep(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(text) = kept.get(text) {
        return text;
    }
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kept.insert(text);
    text
}

impl Mapper {
    /// A mapping for the columns of a schema.
    pub(crate) fn new(source: Arc<MappedSource>, schema: &Schema, asked: Asked<'_>) -> Self {
        let mapping = &source.mapping;
        let names = schema
            .columns()
            .iter()
            .map(super::super::schema::Column::name);
        let columns: Vec<String> = names.map(str::to_owned).collect();
        let is_known = |name: &String| {
            if let Some(path) = asked.path_of(name) {
                return Some(Source::Paths(vec![Path::lenient(path)]));
            }
            source_of(mapping, name).filter(|column| source.missing_join(column).is_none())
        };
        let sources = columns.iter().map(is_known).collect();
        let known = schema.known();
        let reasons = mapping.reject.iter().map(|reject| keep(&reject.reason));
        let reasons = reasons.collect();
        let hashes = mapping.password_hash.iter();
        let hash_reasons = hashes.map(|hash| keep(hash.refused.as_deref().unwrap_or_default()));
        let hash_reasons = hash_reasons.collect();
        Self {
            columns,
            sources,
            username: UsernameRule::of(schema),
            username_place: known.username.map(super::super::schema::ColumnId::index),
            hash_place: known
                .password_hash
                .map(super::super::schema::ColumnId::index),
            words: asked.words(),
            choices: asked.choices(),
            reasons,
            hash_reasons,
            source,
        }
    }

    /// The mapping itself.
    pub(crate) fn mapping(&self) -> &Mapping {
        &self.source.mapping
    }

    /// The mapping with what was said beside it.
    pub(crate) fn source(&self) -> &MappedSource {
        &self.source
    }

    /// Appends the steps for one user, each as a line of JSON. The last is for a hash that cannot be imported.
    pub(crate) fn write_plan(&self, mapped: &Mapped, username: &str, lines: &mut Vec<u8>) {
        for planned in &mapped.plan {
            let Some(step) = self.mapping().plan.get(planned.step) else {
                continue;
            };
            if planned.locks_out && self.source.locked_out == LockedOut::Keep {
                continue;
            }
            let own = [("Username", username)];
            let others = planned.parameters.iter();
            let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
            push_step(
                &step.operation,
                own.into_iter().chain(others),
                &step.reason,
                lines,
            );
        }
        let reason = match mapped.hash {
            HashOutcome::None | HashOutcome::Hash(_) => return,
            HashOutcome::Refused(refusal) => {
                format!(
                    "The password hash cannot be imported: {refusal}. The user resets the password."
                )
            }
            HashOutcome::RefusedByMapping(place) => {
                format!("{} The user resets the password.", self.hash_reason(place))
            }
        };
        push_step(
            "ForgotPassword",
            [("Username", username)].into_iter(),
            &reason,
            lines,
        );
    }

    /// The reason of an entry under `reject`.
    pub(crate) fn reason(&self, place: usize) -> &'static str {
        self.reasons.get(place).copied().unwrap_or_default()
    }

    /// The reason of an entry under `password_hash`.
    pub(crate) fn hash_reason(&self, place: usize) -> &'static str {
        self.hash_reasons.get(place).copied().unwrap_or_default()
    }

    /// Which of a user's names becomes the username.
    pub(crate) const fn username_rule(&self) -> UsernameRule {
        self.username
    }

    /// The joined files.
    pub(crate) fn tables(&self) -> &[JoinTable] {
        &self.source.tables
    }

    /// Maps one record.
    pub(crate) fn map(&self, record: &Record<'_>) -> Mapped {
        if self.source.tables.is_empty() {
            return self.map_joined(record, &NothingJoined);
        }
        let before = self.context(record, &NothingJoined, &[], None);
        let tables = self.source.tables.iter().filter_map(|table| {
            let join = self.source.mapping.join.get(table.name())?;
            Some((table, table.find(join, &before)))
        });
        let joined = JoinedRecord {
            tables: tables.collect(),
        };
        self.map_joined(record, &joined)
    }

    fn map_joined(&self, record: &Record<'_>, joined: &dyn Joined) -> Mapped {
        let context = self.context(record, joined, &[], None);
        let mut mapped = Mapped {
            values: self
                .sources
                .iter()
                .map(|source| match source {
                    Some(source) => source.value(&context),
                    None => String::new(),
                })
                .collect(),
            ..Mapped::default()
        };
        let username = self.username_place;
        if username.is_some_and(|place| mapped.values.get(place).is_some_and(String::is_empty)) {
            let name = self.username(&context, &mapped.values);
            if let Some(value) = username.and_then(|place| mapped.values.get_mut(place)) {
                *value = name;
            }
        }
        mapped.hash = hash::find(
            &self.source.mapping.password_hash,
            &context,
            self.source.pbkdf2_alphabet,
            self.source.peppered,
        );
        if let HashOutcome::Hash(hash) = &mapped.hash
            && let Some(place) = self.hash_place
            && let Some(value) = mapped.values.get_mut(place)
        {
            hash.value().clone_into(value);
        }
        mapped.is_left_out = !self.choices.iter().all(|choice| choice.wants(&context));
        let values = std::mem::take(&mut mapped.values);
        let context = self.context(record, joined, &values, None);
        let mut rejects = self.source.mapping.reject.iter();
        mapped.rejected = rejects.position(|reject| reject.when.holds(&context));
        if mapped.rejected.is_none() {
            for (place, step) in self.source.mapping.plan.iter().enumerate() {
                Self::plan(place, step, &context, &mut mapped.plan);
            }
        }
        mapped.values = values;
        mapped
    }

    fn plan(place: usize, step: &PlanStep, context: &Context<'_, '_>, planned: &mut Vec<Planned>) {
        let mut items = Vec::new();
        match &step.for_each {
            None => items.push(None),
            Some(Paths(paths)) => {
                for path in paths {
                    context.each(path, &mut |item| step.add_items(item, &mut items));
                }
            }
        }
        for item in items {
            let context = Context {
                item: item.as_deref(),
                ..*context
            };
            if step.when.as_ref().is_some_and(|when| !when.holds(&context)) {
                continue;
            }
            let parameters = step.parameters.iter().map(|(name, template)| {
                let value = template.fill(&context).unwrap_or_default();
                (name.clone(), value)
            });
            planned.push(Planned {
                step: place,
                parameters: parameters.collect(),
                locks_out: step.locks_out,
            });
        }
    }

    fn context<'r, 'a>(
        &'r self,
        record: &'r Record<'a>,
        joined: &'r dyn Joined,
        values: &'r [String],
        item: Option<&'r str>,
    ) -> Context<'r, 'a> {
        Context {
            record,
            joined,
            mapped: Columns {
                names: &self.columns,
                values,
            },
            words: &self.words,
            now: self.source.now,
            item,
        }
    }

    /// The username by the kind of the pool, blank where there is none.
    fn username(&self, context: &Context<'_, '_>, values: &[String]) -> String {
        let columns = Columns {
            names: &self.columns,
            values,
        };
        let column = |name: &str| {
            let value = columns.get(name)?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let first = |paths: &[Path]| paths.iter().find_map(|path| context.first(path));
        let own = || first(&self.source.mapping.username.from.0);
        let id = || first(&self.source.mapping.username.id.0);
        let username = match self.username {
            UsernameRule::Address {
                email,
                phone_number,
            } => {
                let email = email.then(|| column("email")).flatten();
                email.or_else(|| phone_number.then(|| column("phone_number")).flatten())
            }
            UsernameRule::NoEmailAddress => own().filter(|name| !name.contains('@')).or_else(id),
            UsernameRule::Any => own()
                .or_else(|| column("email"))
                .or_else(|| column("phone_number"))
                .or_else(id),
        };
        username.unwrap_or_default()
    }
}

impl PlanStep {
    /// Adds what a value of `for_each` means, each once.
    fn add_items(&self, value: &str, items: &mut Vec<Option<String>>) {
        let values = if self.php_keys {
            php_keys(value)
        } else {
            let cut = self
                .after
                .as_deref()
                .and_then(|mark| value.rsplit_once(mark));
            vec![cut.map_or(value, |(_, rest)| rest).to_owned()]
        };
        for value in values {
            let is_known = items.iter().flatten().any(|known| *known == value);
            if !is_known && !value.trim().is_empty() {
                items.push(Some(value));
            }
        }
    }
}

/// Appends one step as a line of JSON.
fn push_step<'t>(
    operation: &str,
    parameters: impl Iterator<Item = (&'t str, &'t str)>,
    reason: &str,
    lines: &mut Vec<u8>,
) {
    #[derive(Serialize)]
    struct Line<'t> {
        operation: &'t str,
        parameters: BTreeMap<&'t str, &'t str>,
        reason: &'t str,
    }
    let line = Line {
        operation,
        parameters: parameters.collect(),
        reason,
    };
    // Texts and a map of texts: nothing in it can fail to be written to memory.
    if serde_json::to_writer(&mut *lines, &line).is_ok() {
        lines.push(b'\n');
    }
}

/// Names of custom attributes that keep the identifier that a user had in the source.
const OLD_IDENTIFIERS: &[&str] = &[
    "oldid",
    "legacyid",
    "sourceid",
    "externalid",
    "originalid",
    "previousid",
    "olduserid",
    "legacyuserid",
    "userid",
    "uid",
    "oldsub",
    "legacysub",
    "sub",
];

/// Whether a custom attribute of this name keeps the source's identifier: `old_id`, or `auth0_id` for Auth0.
fn is_old_identifier(mapping: &Mapping, name: &str) -> bool {
    let name = letters(name);
    let own = letters(&mapping.title);
    OLD_IDENTIFIERS.contains(&name.as_str())
        || (!own.is_empty()
            && name
                .strip_prefix(&own)
                .is_some_and(|rest| matches!(rest, "id" | "uid" | "userid" | "sub")))
}

/// How a column is filled: by its own entry, or by the one for all custom attributes or all columns, in which
/// `{column}` is its name.
fn source_of(mapping: &Mapping, column: &str) -> Option<Source> {
    if let Some(source) = mapping.columns.get(column) {
        return Some(source.clone());
    }
    let patterns = match column.strip_prefix("custom:") {
        Some(name) => vec![("custom:*", name), ("*", column)],
        None => vec![("*", column)],
    };
    let mut paths = Vec::new();
    for (pattern, name) in patterns {
        if let Some(Source::Paths(patterns)) = mapping.columns.get(pattern) {
            let named = |path: &Path| Path::lenient(&path.as_str().replace("{column}", name));
            paths.extend(patterns.iter().map(named));
        }
    }
    if let Some(name) = column.strip_prefix("custom:")
        && is_old_identifier(mapping, name)
    {
        paths.extend(mapping.username.id.0.iter().cloned());
    }
    (!paths.is_empty()).then_some(Source::Paths(paths))
}

/// The keys of an array as PHP serialises it, of which the values are true: `a:1:{s:6:"editor";b:1;}`.
fn php_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("s:") {
        let Some((key, after)) = after
            .split_once(":\"")
            .and_then(|(_, after)| after.split_once("\";"))
        else {
            break;
        };
        if after.starts_with("b:1;") {
            keys.push(key.to_owned());
        }
        rest = after;
    }
    keys
}

/// The paths that a mapping names.
pub(crate) fn paths(mapping: &Mapping) -> Vec<&Path> {
    let mut paths = Vec::new();
    for source in mapping.columns.values() {
        source.paths(&mut paths);
    }
    paths.extend(mapping.username.from.0.iter().chain(&mapping.username.id.0));
    for hash in &mapping.password_hash {
        hash.paths(&mut paths);
    }
    for reject in &mapping.reject {
        reject.when.paths(&mut paths);
    }
    for step in &mapping.plan {
        if let Some(when) = &step.when {
            when.paths(&mut paths);
        }
        paths.extend(step.for_each.iter().flat_map(|paths| &paths.0));
        for template in step.parameters.values() {
            template.paths(&mut paths);
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_php_arrays_are_those_that_are_true() {
        let text = r#"a:2:{s:13:"administrator";b:1;s:6:"editor";b:0;}"#;
        assert_eq!(php_keys(text), ["administrator"]);
        assert!(php_keys("a:0:{}").is_empty());
    }
}
