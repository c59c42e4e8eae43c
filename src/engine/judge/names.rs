//! The names under which the user of a row would sign in.

use crate::{
    engine::gate::Facts,
    prediction::{UserStatus, duplicates::OtherName},
    record::Record,
    schema::{AliasAttribute, ColumnId, VerifiableAttribute},
    values::{boolean, white_space},
};

use super::{Judge, Judged, JudgedRow, Values, narrow};

struct AliasValues<'a> {
    username: &'a str,
    email: &'a str,
    phone_number: &'a str,
    preferred_username: &'a str,
}

impl Judge<'_> {
    pub(super) fn name_cleared(&self, facts: &Facts<'_>, row: &mut JudgedRow, judged: &mut Judged) {
        let username = facts.username();
        row.name = Some(self.plan.names.username(username));
        if self.plan.gate.confirms(facts) {
            row.user_status = UserStatus::Confirmed;
        }
        let pool = self.plan.schema.pool();
        if !pool.aliases.is_empty() {
            let values = AliasValues {
                username,
                email: facts.verified_email(),
                phone_number: facts.verified_phone_number(),
                preferred_username: facts.preferred_username(),
            };
            self.add_aliases(&values, judged);
        } else if !pool.username_attributes.is_empty() {
            self.add_addresses(username, facts.email(), facts.phone_number(), judged);
        }
    }

    pub(super) fn name_by_values(
        &self,
        values: &Values<'_>,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) {
        let known = self.plan.schema.known();
        let value = |column: Option<ColumnId>| {
            column
                .and_then(|column| values.get(column.index()))
                .and_then(Option::as_deref)
                .map_or("", white_space::trim)
        };
        let borrowed: Vec<Option<&str>> = values.iter().map(Option::as_deref).collect();
        row.user_status = UserStatus::of(&Record::from_values(&borrowed), &self.plan.schema);
        let username = value(known.username);
        if username.is_empty() {
            return;
        }
        row.name = Some(self.plan.names.username(username));
        let pool = self.plan.schema.pool();
        if !pool.aliases.is_empty() {
            let verified = |flag, address| {
                if boolean::parse(value(flag)) == Some(true) {
                    value(address)
                } else {
                    ""
                }
            };
            let values = AliasValues {
                username,
                email: verified(known.email_verified, known.email),
                phone_number: verified(known.phone_number_verified, known.phone_number),
                preferred_username: value(known.preferred_username),
            };
            self.add_aliases(&values, judged);
        } else if !pool.username_attributes.is_empty() {
            self.add_addresses(
                username,
                value(known.email),
                value(known.phone_number),
                judged,
            );
        }
    }

    /// The names beside the username with which a user of this row would sign in.
    fn add_aliases(&self, values: &AliasValues<'_>, judged: &mut Judged) {
        let names = &self.plan.names;
        let known = self.plan.schema.known();
        let row = narrow(judged.rows.len());
        judged.other_names.push(OtherName {
            row,
            column: known.username,
            name: names.username_as_alias(values.username),
            as_other_kind: None,
            signs_in: false,
        });
        for alias in &self.plan.schema.pool().aliases {
            let (value, column) = match alias {
                AliasAttribute::Email => (values.email, known.email),
                AliasAttribute::PhoneNumber => (values.phone_number, known.phone_number),
                AliasAttribute::PreferredUsername => {
                    (values.preferred_username, known.preferred_username)
                }
            };
            if !value.is_empty() {
                judged.other_names.push(OtherName {
                    row,
                    column,
                    name: names.alias(*alias, value),
                    as_other_kind: Some(names.alias_as_username(value)),
                    signs_in: true,
                });
            }
        }
    }

    /// In a pool whose users sign in with an address: the address that is not the username.
    fn add_addresses(&self, username: &str, email: &str, phone_number: &str, judged: &mut Judged) {
        let names = &self.plan.names;
        let known = self.plan.schema.known();
        let own = names.username(username);
        for attribute in &self.plan.schema.pool().username_attributes {
            let (value, column) = match attribute {
                VerifiableAttribute::Email => (email, known.email),
                VerifiableAttribute::PhoneNumber => (phone_number, known.phone_number),
            };
            if value.is_empty() {
                continue;
            }
            let name = names.username(value);
            if name != own {
                judged.other_names.push(OtherName {
                    row: narrow(judged.rows.len()),
                    column,
                    name,
                    as_other_kind: None,
                    signs_in: true,
                });
            }
        }
    }
}
