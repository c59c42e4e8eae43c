//! Whether a number could be dialled at all, by libphonenumber's metadata.

/// Whether anybody could be reached under a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a number can be dialled, is set aside, or cannot be dialled"
)]
pub enum Dialability {
    /// Some numbering plan assigns numbers like this one.
    Dialable,
    /// Set aside for films and examples (555-0100 to 555-0199 in North America): nobody's number,
    /// and on purpose.
    Reserved,
    /// No numbering plan assigns it: a reset code would never arrive.
    NotDialable,
}

/// Whether an international number could be dialled.
pub fn dialability(number: &str) -> Dialability {
    if number.len() == 12 && number.starts_with("+1") && number.get(5..10) == Some("55501") {
        return Dialability::Reserved;
    }
    match phonenumber::parse(None, number) {
        Ok(number) if phonenumber::is_valid(&number) => Dialability::Dialable,
        _ => Dialability::NotDialable,
    }
}
