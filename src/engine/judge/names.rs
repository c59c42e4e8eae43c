//! The names under which the user of a row would sign in.

use crate::{
    engine::{fast_path::Seen, plan::Plan},
    prediction::{UserStatus, duplicates::OtherName},
    record::Record,
    schema::{AliasAttribute, ColumnId, SignInName, VerifiableAttribute},
    values::boolean,
};

use super::batch::RowBuilder;

struct AliasValues<'a> {
    username: &'a str,
    email: &'a str,
    phone_number: &'a str,
    preferred_username: &'a str,
}

/// Names the user of a row whose values the fast path has seen.
#[inline]
pub(super) fn name_as_seen(plan: &Plan, seen: &Seen<'_>, row: &mut RowBuilder<'_>) {
    let username = seen.username();
    let status = plan.fast_path.user_status(seen);
    if username.is_empty() {
        row.set_user(None, status);
        return;
    }
    let own = plan.names.username(username);
    row.set_user(Some(own), status);
    add_in_capitals(plan, username, row);
    let pool = plan.schema.pool();
    if !pool.aliases.is_empty() {
        let values = AliasValues {
            username,
            email: seen.verified_email(),
            phone_number: seen.verified_phone_number(),
            preferred_username: seen.preferred_username(),
        };
        add_aliases(plan, &values, row);
    } else if !pool.username_attributes.is_empty() {
        add_addresses(plan, own, seen.email(), seen.phone_number(), row);
    }
}

/// Names the user of a row by its values.
pub(super) fn name_by_values(plan: &Plan, record: &Record<'_>, row: &mut RowBuilder<'_>) {
    let known = plan.schema.known();
    let value = |column: Option<ColumnId>| record.value_of(column);
    let status = UserStatus::of(record, &plan.schema);
    let username = value(known.username);
    if username.is_empty() {
        row.set_user(None, status);
        return;
    }
    let own = plan.names.username(username);
    row.set_user(Some(own), status);
    add_in_capitals(plan, username, row);
    let pool = plan.schema.pool();
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
        add_aliases(plan, &values, row);
    } else if !pool.username_attributes.is_empty() {
        let (email, phone_number) = (value(known.email), value(known.phone_number));
        add_addresses(plan, own, email, phone_number, row);
    }
}

/// The name that the username would be if letters were compared in capitals.
#[inline]
fn add_in_capitals(plan: &Plan, username: &str, row: &mut RowBuilder<'_>) {
    if let Some(name) = plan.names.username_in_capitals(username) {
        row.add_other_name(OtherName {
            row: row.number(),
            column: plan.schema.known().username,
            name,
            as_other_kind: None,
            signs_in: true,
            is_in_capitals: true,
        });
    }
}

/// The names beside the username with which a user of this row would sign in.
fn add_aliases(plan: &Plan, values: &AliasValues<'_>, row: &mut RowBuilder<'_>) {
    let names = &plan.names;
    let known = plan.schema.known();
    let number = row.number();
    row.add_other_name(OtherName {
        row: number,
        column: known.username,
        name: names.username_as_alias(values.username),
        as_other_kind: None,
        signs_in: false,
        is_in_capitals: false,
    });
    for alias in &plan.schema.pool().aliases {
        let (value, column) = match alias {
            AliasAttribute::Email => (values.email, known.email),
            AliasAttribute::PhoneNumber => (values.phone_number, known.phone_number),
            AliasAttribute::PreferredUsername => {
                (values.preferred_username, known.preferred_username)
            }
        };
        if !value.is_empty() {
            row.add_other_name(OtherName {
                row: number,
                column,
                name: names.alias(*alias, value),
                as_other_kind: Some(names.alias_as_username(value)),
                signs_in: true,
                is_in_capitals: false,
            });
        }
    }
}

/// In a pool whose users sign in with an address: the address that is not the username, whose name is
/// `own`.
fn add_addresses(
    plan: &Plan,
    own: SignInName,
    email: &str,
    phone_number: &str,
    row: &mut RowBuilder<'_>,
) {
    let names = &plan.names;
    let known = plan.schema.known();
    let number = row.number();
    for attribute in &plan.schema.pool().username_attributes {
        let (value, column) = match attribute {
            VerifiableAttribute::Email => (email, known.email),
            VerifiableAttribute::PhoneNumber => (phone_number, known.phone_number),
        };
        if value.is_empty() {
            continue;
        }
        let name = names.username(value);
        if name != own {
            row.add_other_name(OtherName {
                row: number,
                column,
                name,
                as_other_kind: None,
                signs_in: true,
                is_in_capitals: false,
            });
        }
    }
}
