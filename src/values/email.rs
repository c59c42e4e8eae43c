//! The form of an e-mail address.
//!
//! An address has RFC 3696 form (ATTR), and a bad one fails its row (ASF). What the service makes of the rarer forms
//! that the standards also allow is not known, so each has a name of its own. Lengths of the whole address are the
//! schema's and are not looked at here, except for the parts that the standard bounds itself: 64 bytes before the
//! `@`, 254 after it, 63 a label.

use email_address::{EmailAddress, Options};

/// What an e-mail address looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has one of these forms, and a rule says what it does with each"
)]
pub enum EmailForm {
    /// `ana@example.com`: a plain local part and a domain of at least two labels, all in ASCII.
    Plain,
    /// `"ana lopez"@example.com`: well-formed, with a local part in quotation marks.
    QuotedLocalPart,
    /// No address by the standards.
    Invalid,
    /// `Ana Lopez <ana@example.com>`: an address with a name before it, as in the head of a letter.
    DisplayText,
    /// `ana@[192.0.2.1]`: an address of a machine in place of a domain.
    DomainLiteral,
    /// `ana@localhost`: a domain of one label.
    DotlessDomain,
    /// `ana@exa_mple.com`, `ana@192.0.2.1`: a domain that no host can have as its name, with an underscore in it or
    /// digits alone in its last label (RFC 3696, section 2).
    NoHostName,
    /// An internationalised address: well-formed, with characters outside ASCII in either part.
    NonAscii,
}

/// The form of the address. The value is taken as trimmed.
///
/// Where several forms apply, the first in this order is given: display text, non-ASCII, domain
/// literal, dotless domain, no host name, quoted local part.
///
/// A domain outside brackets is made of labels of letters, digits and hyphens (RFC 3696, section 2): with any other
/// sign of ASCII the address is invalid. An underscore is let pass with a name of its own, because there are mail
/// servers whose name has one.
///
/// ```
/// use cognito_preflight::values::email::{self, EmailForm};
///
/// assert_eq!(email::form("ana@example.com"), EmailForm::Plain);
/// assert_eq!(email::form("Ana <ana@example.com>"), EmailForm::DisplayText);
/// assert_eq!(email::form("\"ana@example.com\""), EmailForm::Invalid);
/// assert_eq!(email::form("ana@example.com/path"), EmailForm::Invalid);
/// ```
pub fn form(address: &str) -> EmailForm {
    if surely_plain(address.as_bytes()) {
        return EmailForm::Plain;
    }
    form_by_library(address)
}

/// Whether the address is [`EmailForm::Plain`] beyond doubt, seen in one pass over its bytes.
///
/// `true` implies that [`form`] says `Plain`. `false` says nothing: ask [`form`].
pub fn surely_plain(address: &[u8]) -> bool {
    const LOCAL_PART_LIMIT: usize = 64;
    const DOMAIN_LIMIT: usize = 254;
    const LABEL_LIMIT: usize = 63;

    let mut rest = address.iter();
    let mut at_start_of_atom = true;
    loop {
        let Some(&byte) = rest.next() else {
            return false;
        };
        if is_of(byte, ATOM) {
            at_start_of_atom = false;
        } else if byte == b'@' {
            break;
        } else if byte == b'.' && !at_start_of_atom {
            at_start_of_atom = true;
        } else {
            return false;
        }
    }
    let domain = rest.as_slice();
    let local_part = address.len() - domain.len() - 1;
    if at_start_of_atom || local_part > LOCAL_PART_LIMIT || domain.len() > DOMAIN_LIMIT {
        return false;
    }

    let mut label = 0_usize;
    let mut longest = 0;
    let mut has_dot = false;
    let mut last = b'.';
    for &byte in domain {
        if is_of(byte, LETTER_OR_DIGIT) || (byte == b'-' && label > 0) {
            label += 1;
        } else if byte == b'.' && label > 0 && last != b'-' {
            has_dot = true;
            longest = label.max(longest);
            label = 0;
        } else {
            return false;
        }
        last = byte;
    }
    if label.max(longest) > LABEL_LIMIT {
        return false;
    }
    // A last label of digits alone is not a domain's; hardly any label ends in one.
    let is_number =
        last.is_ascii_digit() && domain.iter().rev().take(label).all(u8::is_ascii_digit);
    has_dot && label > 0 && last != b'-' && !is_number
}

/// The reference implementation of [`surely_plain`]: the library decides about the syntax, and what it accepts is distinguished here.
fn form_by_library(address: &str) -> EmailForm {
    let options = Options::default()
        .with_no_minimum_sub_domains()
        .with_domain_literal()
        .with_display_text();
    let Some((local_part, domain)) = address.rsplit_once('@') else {
        return EmailForm::Invalid;
    };
    // The library accepts an underscore in a label, but not at its ends.
    let parsed = if domain.contains('_') && !domain.starts_with('[') {
        let letters = format!("{local_part}@{}", domain.replace('_', "a"));
        EmailAddress::parse_with_options(&letters, options)
    } else {
        EmailAddress::parse_with_options(address, options)
    };
    if parsed.is_err() {
        return EmailForm::Invalid;
    }
    // The library takes whatever comes before a space and `<` for a name, even nothing.
    let has_display_text = address.contains(" <");
    let domain = if has_display_text {
        domain.strip_suffix('>').unwrap_or(domain)
    } else {
        domain
    };
    let is_literal = domain.starts_with('[');
    // It also takes for a domain what only a local part may be made of.
    if !is_literal && !domain.chars().all(may_stand_in_domain) {
        return EmailForm::Invalid;
    }
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    if has_display_text {
        EmailForm::DisplayText
    } else if !address.is_ascii() {
        EmailForm::NonAscii
    } else if is_literal {
        EmailForm::DomainLiteral
    } else if let Some((_, last)) = domain.rsplit_once('.') {
        if domain.contains('_') || is_number(last) {
            EmailForm::NoHostName
        } else if local_part.starts_with('"') {
            EmailForm::QuotedLocalPart
        } else {
            EmailForm::Plain
        }
    } else {
        EmailForm::DotlessDomain
    }
}

/// Whether the character may be in a domain, or that is not known: outside ASCII, and the underscore.
const fn may_stand_in_domain(character: char) -> bool {
    !character.is_ascii()
        || character.is_ascii_alphanumeric()
        || matches!(character, '-' | '.' | '_')
}

/// A byte of an atom in the local part.
const ATOM: u8 = 1;
/// A letter or a digit of ASCII, as in a label of the domain.
const LETTER_OR_DIGIT: u8 = 2;

/// What each byte may be.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut rest: &mut [u8] = &mut classes;
    let mut byte = 0_u8;
    while let [class, after @ ..] = rest {
        if matches!(
            byte,
            b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'~' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?'
        ) {
            *class |= ATOM;
        }
        if byte.is_ascii_alphanumeric() {
            *class |= LETTER_OR_DIGIT;
        }
        byte = byte.wrapping_add(1);
        rest = after;
    }
    classes
};

#[inline]
fn is_of(byte: u8, class: u8) -> bool {
    CLASSES
        .get(usize::from(byte))
        .is_some_and(|classes| classes & class != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_plain_and_surely_so() {
        for address in [
            "ana@example.com",
            "a@b.c",
            "Ana.Lopez+news@mail.example.co.uk",
            "o'brien@example.com",
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "1@2.c",
            "1@2.3c",
            "1@2.c3",
            "1@192.0.2.1.example",
            "ana@xn--bcher-kva.example",
            "ana@a-b--c.example",
        ] {
            assert_eq!(form(address), EmailForm::Plain, "{address}");
            assert!(surely_plain(address.as_bytes()), "{address}");
            assert_eq!(form_by_library(address), EmailForm::Plain, "{address}");
        }
    }

    #[test]
    fn a_domain_of_other_signs_than_letters_digits_and_hyphens_is_invalid() {
        for symbol in ('!'..='~').filter(|c| !c.is_ascii_alphanumeric()) {
            for address in [
                format!("ana@exa{symbol}mple.com"),
                format!("ana@example.c{symbol}om"),
                format!("\"ana b\"@exa{symbol}mple.com"),
                format!("Ana <ana@exa{symbol}mple.com>"),
                format!("jos\u{e9}@exa{symbol}mple.com"),
                format!("ana@b\u{fc}ch{symbol}er.example"),
            ] {
                let is_in_domains = matches!(symbol, '-' | '.' | '_');
                assert_eq!(
                    form(&address) != EmailForm::Invalid,
                    is_in_domains,
                    "{address}"
                );
            }
        }
        for address in [
            "ana@example.com/path",
            "ana@exam%70le.com",
            "ana@example.com?x=1",
        ] {
            assert_eq!(form(address), EmailForm::Invalid, "{address}");
        }
    }

    #[test]
    fn broken_addresses_are_invalid() {
        for address in [
            "",
            "@",
            "ana",
            "ana@",
            "@example.com",
            "ana@@example.com",
            "ana@b@example.com",
            "ana lopez@example.com",
            "ana@example com.org",
            ".ana@example.com",
            "ana.@example.com",
            "an..a@example.com",
            "ana@.example.com",
            "ana@example.com.",
            "ana@example..com",
            "ana@-example.com",
            "ana@example-.com",
            "ana@example.com-",
            "ana,ben@example.com",
            "ana@example.com;ben@example.com",
            "<ana@example.com>",
            "Ana <ana@example.com",
            "mailto:ana@example.com",
            "\"ana@example.com\"",
            "\"ana@example.com",
            "\"@example.com",
            "\"\"@example.com",
            "ana@[192.0.2.1",
            "ana@]",
            "ana@[",
            "ana@example.com\u{200b}",
            "a\u{a0}na@example.com",
            "ana@exam\nple.com",
            " <",
            "x <>",
            "Ana <>",
        ] {
            assert_eq!(form(address), EmailForm::Invalid, "{address:?}");
        }
    }

    #[test]
    fn rare_forms_have_names_of_their_own() {
        for (address, expected) in [
            ("\"ana lopez\"@example.com", EmailForm::QuotedLocalPart),
            ("\"a@b\"@example.com", EmailForm::QuotedLocalPart),
            ("Ana <ana@example.com>", EmailForm::DisplayText),
            ("Jos\u{e9} <jose@example.com>", EmailForm::DisplayText),
            ("Ana Lopez <ana@localhost>", EmailForm::DisplayText),
            (" <ana@example.com>", EmailForm::DisplayText),
            ("ana@[127.0.0.1]", EmailForm::DomainLiteral),
            ("ana@[IPv6:2001:db8::1]", EmailForm::DomainLiteral),
            ("\"a b\"@[127.0.0.1]", EmailForm::DomainLiteral),
            ("ana@localhost", EmailForm::DotlessDomain),
            ("\"a b\"@localhost", EmailForm::DotlessDomain),
            ("ana@a_b", EmailForm::DotlessDomain),
            ("ana@123", EmailForm::DotlessDomain),
            ("ana@exa_mple.com", EmailForm::NoHostName),
            ("ana@example.c_m", EmailForm::NoHostName),
            ("ana@_dmarc.example.com", EmailForm::NoHostName),
            ("ana@example.123", EmailForm::NoHostName),
            ("ana@192.0.2.1", EmailForm::NoHostName),
            ("\"a b\"@192.0.2.1", EmailForm::NoHostName),
            ("Ana <ana@192.0.2.1>", EmailForm::DisplayText),
            ("jos\u{e9}@192.0.2.1", EmailForm::NonAscii),
            ("jos\u{e9}@example.com", EmailForm::NonAscii),
            ("ana@b\u{fc}cher.example", EmailForm::NonAscii),
            ("jos\u{e9}@localhost", EmailForm::NonAscii),
        ] {
            assert_eq!(form(address), expected, "{address:?}");
        }
    }

    #[test]
    fn the_parts_have_the_lengths_of_the_standard() {
        let address = |local: usize, label: usize| {
            format!("{}@{}.example", "a".repeat(local), "b".repeat(label))
        };
        for (local, label, expected) in [
            (64, 63, EmailForm::Plain),
            (65, 63, EmailForm::Invalid),
            (64, 64, EmailForm::Invalid),
        ] {
            let address = address(local, label);
            assert_eq!(form(&address), expected, "{local} {label}");
            assert_eq!(
                surely_plain(address.as_bytes()),
                expected == EmailForm::Plain,
                "{local} {label}"
            );
        }
        for (length, expected) in [(254, EmailForm::Plain), (255, EmailForm::Invalid)] {
            let domain: String = "abcdefg."
                .chars()
                .cycle()
                .take(length - 1)
                .chain(['z'])
                .collect();
            let domain = domain.replace(".z", "yz");
            assert_eq!(domain.len(), length);
            let address = format!("a@{domain}");
            assert_eq!(form(&address), expected, "{length}");
            assert_eq!(
                surely_plain(address.as_bytes()),
                expected == EmailForm::Plain,
                "{length}"
            );
        }
    }

    #[test]
    fn surely_plain_means_plain_for_every_short_text_of_telling_characters() {
        let alphabet = [
            'a', '1', '.', '-', '@', '_', '"', ' ', '<', '>', '[', ']', '\\', '\u{e9}',
        ];
        let mut texts = vec![String::new()];
        let mut plain = 0;
        for _ in 0..5 {
            texts = texts
                .iter()
                .flat_map(|text| alphabet.iter().map(move |letter| format!("{text}{letter}")))
                .collect();
            for text in &texts {
                if surely_plain(text.as_bytes()) {
                    plain += 1;
                    assert_eq!(form_by_library(text), EmailForm::Plain, "{text:?}");
                }
                assert_eq!(form(text), form_by_library(text), "{text:?}");
            }
        }
        assert!(plain > 0);
    }

    #[test]
    fn surely_plain_means_plain_for_every_byte_in_every_place() {
        let address = "ab.c@de-f.gh";
        for place in 0..=address.len() {
            for byte in 0..0x80_u8 {
                let mut text = address.to_owned();
                text.insert(place, char::from(byte));
                if surely_plain(text.as_bytes()) {
                    assert_eq!(form_by_library(&text), EmailForm::Plain, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_not_surely_plain() {
        assert!(!surely_plain(b"an\xffa@example.com"));
        assert!(!surely_plain(b"ana@ex\xc3ample.com"));
    }
}
