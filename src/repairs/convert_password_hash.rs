//! A password hash in the form of another system becomes the same hash in the form of an import job.

use crate::{
    rules::RuleId,
    values::password_hash::source::{Conversion, convert},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "convert-password-hash",
    fixes: &[
        RuleId::of("password-hash-is-malformed"),
        RuleId::of("password-hash-of-another-algorithm"),
        RuleId::of("password-hash-has-padding"),
        RuleId::of("password-hash-hexadecimal-in-upper-case"),
    ],
    applicability: Applicability::Safe,
    summary: "A password hash in another system’s form becomes the same hash in a job’s form.",
    explanation: "Django, Spring Security, Werkzeug, ASP.NET Core Identity, Keycloak, passlib and others write the hashes that an import job knows in forms of their own. Where the text itself says which, it is written anew, byte for byte the same salt and hash: it verifies the same password and no other. A text that says that there is no password, such as an exclamation mark, becomes blank. What can be read in two ways, is over a limit, or went through another function first stays as it is, and the row fails.",
    apply: Apply::Value {
        reads: columns::password_hash,
        rewrite,
    },
    examples: &[
        RepairExample::new(
            "password_hash",
            "{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK",
            "$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK",
        ),
        RepairExample::new(
            "password_hash",
            "bcrypt$$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm",
            "$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm",
        ),
        RepairExample::new("password_hash", "!", ""),
        RepairExample::new(
            "password_hash",
            "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de",
            "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de",
        ),
        RepairExample::new("nickname", "!", "!"),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let converted = match convert(field, options.pbkdf2_alphabet) {
        Conversion::Hash(hash) => hash.into_value(),
        Conversion::NoPassword => String::new(),
        Conversion::Refused(_) => return None,
    };
    (converted != field).then_some(converted)
}
