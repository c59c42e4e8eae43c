//! Names that other systems give to the columns of a user pool.
//!
//! They propose and never apply: a name says what a column probably holds, and only a person can say
//! that it does.

use std::{collections::HashMap, sync::LazyLock};

/// For each column of a user pool the names that other systems give it, as [`letters`] leaves them; the
/// likelier ones first.
const SYNONYMS: &[(&str, &[&str])] = &[
    (
        "cognito:username",
        &[
            "username",
            "user",
            "userid",
            "uid",
            "id",
            "sub",
            "login",
            "loginid",
            "loginname",
            "userlogin",
            "account",
            "accountid",
            "accountname",
            "customerid",
            "memberid",
            "personid",
            "externalid",
            "uuid",
            "guid",
            "objectid",
            "localid",
            "userprincipalname",
            "samaccountname",
            "handle",
            "usernames",
            "benutzername",
            "nutzername",
            "identifiant",
            "usuario",
            "utente",
            "gebruikersnaam",
        ],
    ),
    (
        "email",
        &[
            "mail",
            "emailaddress",
            "mailaddress",
            "useremail",
            "primaryemail",
            "primaryemailaddress",
            "emailaddr",
            "contactemail",
            "customeremail",
            "loginemail",
            "emailaddressrequired",
            "correo",
            "correoelectronico",
            "courriel",
            "adressemail",
            "epost",
            "emailadresse",
            "eadresse",
            "normalizedemail",
        ],
    ),
    (
        "email_verified",
        &[
            "emailverified",
            "isemailverified",
            "emailconfirmed",
            "isemailconfirmed",
            "emailconfirmedat",
            "emailverifiedat",
            "confirmedat",
            "verifiedemail",
            "mailverified",
            "emailvalidated",
            "verified",
            "isverified",
            "confirmed",
        ],
    ),
    (
        "phone_number",
        &[
            "phone",
            "phonenumber",
            "mobile",
            "mobilenumber",
            "mobilephone",
            "cell",
            "cellphone",
            "cellphonenumber",
            "telephone",
            "telephonenumber",
            "tel",
            "msisdn",
            "primaryphone",
            "primaryphonenumber",
            "userphone",
            "billingphone",
            "telefon",
            "telefono",
            "handy",
            "portable",
            "gsm",
        ],
    ),
    (
        "phone_number_verified",
        &[
            "phoneverified",
            "phonenumberverified",
            "isphoneverified",
            "phoneconfirmed",
            "phonenumberconfirmed",
            "phoneconfirmedat",
            "phoneverifiedat",
            "verifiedphone",
            "mobileverified",
            "phonevalidated",
        ],
    ),
    (
        "given_name",
        &[
            "givenname",
            "firstname",
            "first",
            "forename",
            "fname",
            "givennames",
            "christianname",
            "vorname",
            "prenom",
            "nombre",
            "nome",
            "voornaam",
        ],
    ),
    (
        "family_name",
        &[
            "familyname",
            "lastname",
            "last",
            "surname",
            "lname",
            "secondname",
            "nachname",
            "nom",
            "apellido",
            "apellidos",
            "cognome",
            "achternaam",
            "sn",
        ],
    ),
    (
        "middle_name",
        &["middlename", "middle", "mname", "secondgivenname"],
    ),
    (
        "name",
        &[
            "fullname",
            "displayname",
            "realname",
            "completename",
            "cn",
            "commonname",
            "personname",
            "contactname",
            "customername",
            "nomcomplet",
            "nombrecompleto",
        ],
    ),
    ("nickname", &["nick", "alias", "screenname", "shortname"]),
    (
        "preferred_username",
        &[
            "preferredusername",
            "preferredname",
            "publicusername",
            "screenusername",
        ],
    ),
    ("profile", &["profileurl", "profilepage", "profilelink"]),
    (
        "picture",
        &[
            "avatar",
            "avatarurl",
            "photo",
            "photourl",
            "pictureurl",
            "image",
            "imageurl",
            "profilepicture",
            "profileimage",
            "profilephoto",
        ],
    ),
    ("website", &["url", "homepage", "web", "userurl", "site"]),
    ("gender", &["sex", "geschlecht", "genero", "sexe"]),
    (
        "birthdate",
        &[
            "birthday",
            "dateofbirth",
            "dob",
            "birth",
            "born",
            "birthdate",
            "geburtsdatum",
            "datenaissance",
            "fechanacimiento",
            "datadinascita",
        ],
    ),
    ("zoneinfo", &["timezone", "tz", "timezonename"]),
    (
        "locale",
        &[
            "language",
            "lang",
            "preferredlanguage",
            "languagecode",
            "localecode",
            "sprache",
            "idioma",
            "langue",
        ],
    ),
    (
        "address",
        &[
            "streetaddress",
            "street",
            "postaladdress",
            "homeaddress",
            "address1",
            "addressline1",
            "adresse",
            "direccion",
            "mailingaddress",
        ],
    ),
    (
        "updated_at",
        &[
            "updatedat",
            "updated",
            "modified",
            "modifiedat",
            "lastmodified",
            "lastupdated",
            "updatedate",
            "changedat",
        ],
    ),
    (
        "cognito:mfa_enabled",
        &[
            "mfaenabled",
            "mfa",
            "twofactorenabled",
            "twofactor",
            "2fa",
            "2faenabled",
            "twostep",
        ],
    ),
    (
        "password_hash",
        &[
            "passwordhash",
            "hash",
            "pwhash",
            "pwdhash",
            "encryptedpassword",
            "passworddigest",
            "hashedpassword",
            "passwd",
            "passwordencrypted",
            "bcrypt",
            "userpass",
        ],
    ),
];

/// For each name its column, with the place of the name among those of its column.
static BY_NAME: LazyLock<HashMap<String, (&str, usize)>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for (column, synonyms) in SYNONYMS {
        for (place, synonym) in (1..).zip(*synonyms) {
            by_name.insert((*synonym).to_owned(), (*column, place));
        }
    }
    for (column, _) in SYNONYMS {
        by_name.insert(letters(column), (*column, 0));
    }
    by_name
});

/// The standard column that a name probably means, and how far the name is from it: 0 for the column's
/// own name in another spelling, and a greater number for a name that is used less.
pub(crate) fn meant(name: &str) -> Option<(&'static str, usize)> {
    // No synonym is so long, and a file may have a name of a megabyte.
    if name.len() > LONGEST_NAME {
        return None;
    }
    BY_NAME.get(&letters(name)).copied()
}

/// More bytes than any name has that a person gives to a column of this kind.
const LONGEST_NAME: usize = 128;

/// A name without everything that is neither a letter nor a digit, in lower case.
pub(crate) fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a name has these letters and digits, as [`letters`] gives them.
pub(crate) fn has_letters(name: &str, wanted: &str) -> bool {
    let mut wanted_bytes = wanted.bytes();
    for byte in name.bytes() {
        if !byte.is_ascii() {
            return letters(name) == wanted;
        }
        if byte.is_ascii_alphanumeric() && wanted_bytes.next() != Some(byte.to_ascii_lowercase()) {
            // A letter may follow whose lower case is the one that is wanted.
            return !name.is_ascii() && letters(name) == wanted;
        }
    }
    wanted_bytes.next().is_none()
}

/// Names of columns by which systems lock users out, with whether a true value locks out.
const LOCKS: &[(&str, bool)] = &[
    ("enabled", false),
    ("isenabled", false),
    ("active", false),
    ("isactive", false),
    ("accountenabled", false),
    ("accountactive", false),
    ("disabled", true),
    ("isdisabled", true),
    ("blocked", true),
    ("isblocked", true),
    ("banned", true),
    ("isbanned", true),
    ("locked", true),
    ("islocked", true),
    ("lockedout", true),
    ("islockedout", true),
    ("accountlocked", true),
    ("suspended", true),
    ("issuspended", true),
    ("deactivated", true),
    ("deleted", true),
    ("isdeleted", true),
    ("archived", true),
];

/// Whether a column says who is locked out: `Some(true)` where a true value locks out, `Some(false)` where a false one
/// does.
pub(crate) fn locks_out_where(name: &str) -> Option<bool> {
    let name = letters(name.trim());
    let lock = LOCKS.iter().find(|(own, _)| *own == name)?;
    Some(lock.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synonym_means_one_column() {
        let mut names: Vec<&str> = SYNONYMS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn synonyms_are_written_as_they_are_compared() {
        for (_, names) in SYNONYMS {
            for name in *names {
                assert_eq!(letters(name), *name);
            }
        }
    }

    #[test]
    fn names_mean_what_people_mean_by_them() {
        for (name, column) in [
            ("E-Mail", "email"),
            ("Email Address", "email"),
            ("Email Address [Required]", "email"),
            ("user_name", "cognito:username"),
            ("_id", "cognito:username"),
            ("Username", "cognito:username"),
            ("sub", "cognito:username"),
            ("uid", "cognito:username"),
            ("mail", "email"),
            ("firstName", "given_name"),
            ("first name", "given_name"),
            ("dob", "birthdate"),
            ("mobile", "phone_number"),
            ("phone_verified", "phone_number_verified"),
            ("Email Verified", "email_verified"),
            ("encrypted_password", "password_hash"),
            ("mfa_enabled", "cognito:mfa_enabled"),
        ] {
            assert_eq!(
                meant(name).map(|(column, _)| column),
                Some(column),
                "{name}"
            );
        }
        assert_eq!(meant("Notes"), None);
        assert_eq!(meant(""), None);
        assert_eq!(meant(&"x".repeat(1_000_000)), None);
    }
}
