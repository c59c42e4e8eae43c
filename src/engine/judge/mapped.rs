//! Records of another source: their own fields, and what a mapping makes of them.

use std::borrow::Cow;

use crate::{
    bug::{self, narrow},
    dialect::{Dialect, RecordSplitter, cognito, fields_with_bare_quotes, rfc4180},
    mapping::{
        LockedOut, UnusableHash,
        hash::HashOutcome,
        mapper::{Mapped, Mapper},
        record::Record as SourceRecord,
        value::Members,
    },
    rules::{Detail, Finding, RawRecord, RuleId},
    values::{password_hash::source::Refusal, white_space},
};

use super::{
    FieldSpan, Judge, Judged, Scratch, SourceColumns,
    batch::{MappedRow, Place, RowBuilder, WrittenHash},
    clean::SplitRecord,
    structure::has_address,
};

impl Judge<'_> {
    /// Judges a record of which a mapping makes the fields.
    pub(super) fn clean_mapped(
        &self,
        mapper: &Mapper,
        text: &str,
        scratch: &mut Scratch,
        mut row: RowBuilder<'_>,
    ) {
        let source = self.file.source.as_ref();
        let source =
            source.unwrap_or_else(|| bug::found("a mapping without the names of its source"));
        let names = &source.names;
        let extra;
        let mapped = match self.file.dialect {
            Dialect::Json => match Members::read(text) {
                Ok(members) => {
                    extra = members.has_duplicate().then_some(Finding {
                        rule: const { RuleId::of("source-record-repeats-a-member") },
                        column: None,
                        detail: Detail::None,
                    });
                    mapper.map(&SourceRecord::Members(members))
                }
                Err(error) => {
                    self.reject_json(&error, row);
                    return;
                }
            },
            Dialect::Cognito => {
                let fields: Vec<Cow<'_, str>> = cognito::fields(text).collect();
                extra = source.wrong_number(&fields);
                mapper.map(&SourceRecord::Fields {
                    names,
                    fields: &fields,
                })
            }
            dialect @ (Dialect::Rfc4180 { .. } | Dialect::Delimited(_)) => {
                let splitter = scratch.splitter.take();
                let mut splitter = splitter.unwrap_or_else(|| RecordSplitter::new(dialect));
                let after_quote = splitter.text_after_quote(text);
                let hidden = self.hidden_rows(text, &source.fields);
                let bare = match (after_quote, source.count) {
                    (Some(_), Some(count)) => {
                        fields_with_bare_quotes(text, dialect.delimiter(), count)
                    }
                    _ => None,
                };
                let raw = RawRecord {
                    text_behind_quote: after_quote.filter(|_| bare.is_none()).map(narrow),
                    hidden_rows: hidden,
                    ..RawRecord::default()
                };
                if raw.text_behind_quote.is_some() || raw.hidden_rows.is_some() {
                    row.is(Place::BrokenQuotes);
                    self.reject(&raw, after_quote, row);
                    return;
                }
                let fields: Vec<Cow<'_, str>> = if let Some(fields) = bare {
                    fields
                } else {
                    let (joined, ends) = splitter.split(text);
                    rfc4180::fields(joined, ends).map(Cow::Borrowed).collect()
                };
                if let Some(no_user) = self.no_user(&fields) {
                    row.is(Place::NoRow);
                    self.reject(&no_user, None, row);
                    return;
                }
                let is_short = self.is_short(text, &fields, 0);
                if is_short && !text.starts_with('"') && !has_address(&fields) {
                    self.reject_piece(fields.len(), names.all().len(), &mut row);
                    row.finish();
                    return;
                }
                extra = source.wrong_number(&fields);
                let mapped = mapper.map(&SourceRecord::Fields {
                    names,
                    fields: &fields,
                });
                scratch.splitter = Some(splitter);
                mapped
            }
        };
        let mut findings = self.findings_of(mapper, &mapped);
        findings.extend(extra);
        let mut spans = std::mem::take(&mut scratch.fields);
        let mut joined = std::mem::take(&mut scratch.joined);
        spans.clear();
        joined.clear();
        for value in &mapped.values {
            let start = joined.len();
            joined.push_str(value);
            spans.push(FieldSpan {
                start,
                end: joined.len(),
                is_quoted: true,
            });
        }
        let record = SplitRecord::joined(&joined, &spans);
        let start = row.judged().cleaned.len();
        self.clean_split(record, &findings, text, scratch, &mut row);
        self.keep_mapped(mapper, &mapped, start, row.judged());
        row.finish();
        scratch.fields = spans;
        scratch.joined = joined;
    }

    /// Keeps what the mapping says about a row whose line, if it may be imported, begins at `start`.
    fn keep_mapped(&self, mapper: &Mapper, mapped: &Mapped, start: usize, judged: &mut Judged) {
        let line = judged.cleaned.get(start..).unwrap_or_default();
        let line = std::str::from_utf8(line).unwrap_or_default();
        if !line.is_empty() {
            let username = self.plan.schema.known().username;
            let username = username
                .and_then(|column| cognito::fields(line.trim_end_matches('\n')).nth(column.index()))
                .unwrap_or_default();
            mapper.write_plan(mapped, &username, &mut judged.plan);
        }
        judged.mapped.push(MappedRow {
            hash: match &mapped.hash {
                HashOutcome::Hash(_) if self.plan.schema.known().password_hash.is_none() => {
                    WrittenHash::WithoutColumn
                }
                HashOutcome::Hash(hash) => WrittenHash::Of {
                    algorithm: hash.algorithm(),
                    alphabet_matters: hash.alphabet_matters(),
                },
                HashOutcome::None | HashOutcome::Refused(_) | HashOutcome::RefusedByMapping(_) => {
                    WrittenHash::None
                }
            },
            is_locked_out: mapped.is_locked_out(),
            plan_end: judged.plan.len(),
        });
    }

    /// What the mapping itself says about a record.
    fn findings_of(&self, mapper: &Mapper, mapped: &Mapped) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut report = |rule, column, detail| {
            findings.push(Finding {
                rule,
                column,
                detail,
            });
        };
        if mapped.is_left_out {
            report(const { RuleId::of("row-is-left-out") }, None, Detail::None);
        }
        if let Some(place) = mapped.rejected {
            let rule = const { RuleId::of("source-record-is-rejected") };
            report(rule, None, Detail::Because(mapper.reason(place)));
        } else if mapped.is_locked_out() && mapper.source().locked_out == LockedOut::Reject {
            let rule = const { RuleId::of("user-is-locked-out") };
            report(rule, None, Detail::None);
        }
        let column = self.plan.schema.known().password_hash;
        let (rule, detail) = match &mapped.hash {
            HashOutcome::None => return findings,
            HashOutcome::Hash(hash) => {
                if hash.value().starts_with(FAULTY_BCRYPT) {
                    let rule = const { RuleId::of("source-hash-of-faulty-bcrypt") };
                    report(rule, column, Detail::None);
                }
                return findings;
            }
            HashOutcome::Refused(refusal) => of_refusal(*refusal),
            HashOutcome::RefusedByMapping(place) => {
                let rule = const { RuleId::of("password-hash-cannot-be-imported") };
                (rule, Detail::Because(mapper.hash_reason(*place)))
            }
        };
        report(rule, column, detail);
        if mapper.source().unusable_hash == UnusableHash::Reject {
            let rule = const { RuleId::of("password-hash-is-demanded") };
            report(rule, column, Detail::None);
        }
        findings
    }

    /// Rejects a record that is not a JSON object.
    fn reject_json(&self, error: &serde_json::Error, mut row: RowBuilder<'_>) {
        let finding = Finding {
            rule: const { RuleId::of("source-record-is-not-json") },
            column: None,
            detail: Detail::Character(error.column() as u64),
        };
        row.judged().keep_unmapped();
        row.report(&[finding], &[]);
        if self.file.keeps_values {
            let none = || self.plan.schema.columns().iter().map(|_| None);
            row.keep(none(), none());
        }
        row.finish();
    }
}

impl SourceColumns {
    /// What is wrong with a line that has more values than its header has names, or another number of fields than the
    /// mapping says.
    fn wrong_number(&self, fields: &[Cow<'_, str>]) -> Option<Finding> {
        let found = fields.len();
        let expected = self.count.unwrap_or(self.names.all().len());
        let rule = if found < expected && self.count.is_some() {
            const { RuleId::of("row-has-too-few-fields") }
        } else if found > expected
            && (self.count.is_some()
                || fields
                    .iter()
                    .skip(expected)
                    .any(|field| !white_space::is_blank(field)))
        {
            const { RuleId::of("row-has-too-many-fields") }
        } else {
            return None;
        };
        Some(Finding {
            rule,
            column: None,
            detail: Detail::Count {
                found: found as u64,
                expected: expected as u64,
            },
        })
    }
}

/// What a hash of the bcrypt begins with that misread bytes above 127.
const FAULTY_BCRYPT: &str = "$2x$";

/// The rule for a hash that cannot be imported, and the numbers or the words that go with it.
fn of_refusal(refusal: Refusal) -> (RuleId, Detail) {
    match refusal {
        Refusal::OverLimit {
            parameter,
            value,
            limit,
        } => (
            const { RuleId::of("source-hash-over-limit") },
            Detail::Parameter {
                name: parameter,
                found: value,
                limit,
                unit: None,
            },
        ),
        Refusal::OtherFunction(function) => (
            const { RuleId::of("source-hash-of-another-function") },
            Detail::Because(function),
        ),
        Refusal::PreHashed(function) => (
            const { RuleId::of("source-hash-is-prehashed") },
            Detail::Because(function),
        ),
        Refusal::Keyed(secret) => (
            const { RuleId::of("source-hash-is-keyed") },
            Detail::Because(secret),
        ),
        Refusal::Ambiguous(readings) => (
            const { RuleId::of("source-hash-is-ambiguous") },
            Detail::Because(readings),
        ),
        Refusal::Malformed(format) => (
            const { RuleId::of("source-hash-is-malformed") },
            Detail::Because(format.as_str()),
        ),
        Refusal::NeverVerifies(why) => (
            const { RuleId::of("source-hash-never-verifies") },
            Detail::Because(why),
        ),
        Refusal::ClearText => (
            const { RuleId::of("source-hash-is-clear-text") },
            Detail::None,
        ),
        Refusal::NotAHash => (const { RuleId::of("source-hash-is-unknown") }, Detail::None),
    }
}
