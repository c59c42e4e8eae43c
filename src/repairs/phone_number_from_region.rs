//! A national phone number becomes international, as in --default-region.

use crate::{
    rules::{POOL_EMAIL_OFF, RuleId},
    values::{
        phone_number::{PhoneNumberForm, form, to_e164},
        white_space,
    },
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "phone-number-from-region",
    fixes: &[
        RuleId::of("phone-number-has-no-plus"),
        RuleId::of("phone-number-has-other-characters"),
        RuleId::of("username-is-not-a-phone-number"),
        RuleId::of("username-is-neither-email-nor-phone-number"),
    ],
    applicability: Applicability::OnRequest(Request::DefaultRegion),
    summary: "A national phone number becomes international, as in --default-region.",
    explanation: "--default-region US reads every number without a plus as it is dialled in that country. Request it only if all such numbers of the file belong to one country: a number of another country may be valid there, too, and would then belong to another person. A number that the region’s numbering plan does not have stays as it is, and so does one with letters or an extension, which phone_number cannot hold, and one that may be followed by the end of a second number. The .0 of a column that a program read as quantities is dropped. Where users sign in with a phone number, the username is read in the same way.",
    apply: Apply::Value {
        reads: columns::phone_numbers,
        rewrite,
    },
    examples: &[
        RepairExample::new("phone_number", "(206) 555-0100", "+12065550100")
            .on_request(&[(Request::DefaultRegion, "US")]),
        RepairExample::new("phone_number", "020 7946 0018", "+442079460018")
            .on_request(&[(Request::DefaultRegion, "GB")]),
        RepairExample::new("phone_number", "4930901820.0", "+4930901820")
            .on_request(&[(Request::DefaultRegion, "DE")]),
        RepairExample::new("phone_number", "030 901820/21", "030 901820/21")
            .on_request(&[(Request::DefaultRegion, "DE")]),
        RepairExample::new("phone_number", "(206) 555-0100", "(206) 555-0100"),
        RepairExample::new("phone_number", "555-0100", "555-0100")
            .on_request(&[(Request::DefaultRegion, "US")]),
        RepairExample::new("phone_number", "+442079460018", "+442079460018")
            .on_request(&[(Request::DefaultRegion, "US")]),
        RepairExample::new("cognito:username", "(206) 555-0100", "+12065550100")
            .pool(
                POOL_EMAIL_OFF
                    .auto_verified(&["phone_number"])
                    .username_attributes(&["phone_number"]),
            )
            .on_request(&[(Request::DefaultRegion, "US")]),
        RepairExample::new("cognito:username", "2065550100", "2065550100")
            .on_request(&[(Request::DefaultRegion, "US")]),
        RepairExample::new("nickname", "(206) 555-0100", "(206) 555-0100")
            .on_request(&[(Request::DefaultRegion, "US")]),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let region = options.default_region?;
    let value = white_space::trim(field);
    if form(value) == PhoneNumberForm::International {
        return None;
    }
    to_e164(value, region)
        .filter(|number| form(number) == PhoneNumberForm::International && number != field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str, region: &str) -> Option<String> {
        let options = RepairOptions {
            default_region: Some(region.parse().unwrap()),
            ..RepairOptions::default()
        };
        let once = rewrite(field, &options);
        if let Some(once) = &once {
            assert_eq!(rewrite(once, &options), None, "{field} settles");
        }
        once
    }

    #[test]
    fn a_national_number_is_dialled_from_its_region() {
        for (field, region, number) in [
            ("(206) 555-0100", "US", "+12065550100"),
            ("12065550100", "US", "+12065550100"),
            (" 206.555.0100 ", "us", "+12065550100"),
            ("020 7946 0018", "GB", "+442079460018"),
            ("0044 20 7946 0018", "DE", "+442079460018"),
            ("2065550100.0", "US", "+12065550100"),
            ("4930123456,0", "DE", "+4930123456"),
        ] {
            assert_eq!(rewritten(field, region).as_deref(), Some(number), "{field}");
        }
    }

    #[test]
    fn what_is_international_or_no_number_of_the_region_stays() {
        for field in [
            "+12065550100",
            "+442079460018",
            "555-0100",
            "12",
            "1-800-FLOWERS",
            "206-555-0100 x5",
            "206-555-0100#5",
            "206-555-0100,,5",
            "206-555-0100/01",
            "2065550100.5",
            "1.23457E+11",
            "none",
            "",
        ] {
            assert_eq!(rewritten(field, "US"), None, "{field}");
        }
    }

    #[test]
    fn without_a_region_nothing_is_known() {
        assert_eq!(rewrite("(206) 555-0100", &RepairOptions::default()), None);
    }
}
