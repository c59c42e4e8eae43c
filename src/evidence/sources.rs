//! The places that the claims about the importer come from.

use std::fmt;

/// A place where a fact about the importer can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Source {
    /// The short key used throughout the documentation.
    pub key: &'static str,
    /// What it is, with its date where it has one.
    pub title: &'static str,
    /// Its address or the name under which it can be found.
    pub place: &'static str,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.key, self.title, self.place)
    }
}

/// The sources, one value each.
pub mod source {
    use super::Source;

    /// The developer guide's page on importing users from a CSV file.
    pub static GUIDE: Source = Source {
        key: "GUIDE",
        title: "Amazon Cognito developer guide, importing users from a CSV file (2026 text)",
        place: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html",
    };
    /// Older texts of the same page.
    pub static GUIDE_OLD: Source = Source {
        key: "GUIDE-OLD",
        title: "Amazon Cognito developer guide, creating the import .csv file (2021-03 to 2023-01)",
        place: "github.com/awsdocs/amazon-cognito-developer-guide, doc_source/cognito-user-pools-using-import-tool-csv-header.md",
    };
    /// The developer guide's page on user attributes.
    pub static ATTR: Source = Source {
        key: "ATTR",
        title: "Amazon Cognito developer guide, working with user attributes",
        place: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
    };
    /// The quotas page.
    pub static QUOTA: Source = Source {
        key: "QUOTA",
        title: "Amazon Cognito developer guide, quotas",
        place: "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
    };
    /// The machine-readable model of the API.
    pub static BOTO: Source = Source {
        key: "BOTO",
        title: "botocore 1.44.5, the model of cognito-idp 2016-04-18",
        place: "https://pypi.org/project/botocore/",
    };
    /// Dumps of fresh pools and the API reference's samples.
    pub static SCHEMA: Source = Source {
        key: "SCHEMA",
        title: "describe-user-pool example of the AWS CLI and a create-user-pool output of 2024-12",
        place: "github.com/aws/aws-cli, awscli/examples/cognito-idp/describe-user-pool.rst",
    };
    /// The AWS CLI's examples of import jobs.
    pub static CLI: Source = Source {
        key: "CLI",
        title: "AWS CLI examples of list-, describe-, start- and stop-user-import-job",
        place: "github.com/aws/aws-cli, awscli/examples/cognito-idp",
    };
    /// The knowledge centre's article on import errors.
    pub static KC: Source = Source {
        key: "KC",
        title: "AWS knowledge center, Amazon Cognito import errors (its opening)",
        place: "https://repost.aws/knowledge-center/amazon-cognito-import-errors",
    };
    /// The importer written by AWS's own solutions team.
    pub static SOLN: Source = Source {
        key: "SOLN",
        title: "Cognito user profiles export reference architecture, import-users.js (2025-03-14)",
        place: "github.com/aws-solutions/cognito-user-profiles-export-reference-architecture",
    };
    /// A failed job of 14 imported and 32 failed users.
    pub static I9: Source = Source {
        key: "I9",
        title: "issue 9 of SOLN (2021-03-22)",
        place: "github.com/aws-solutions/cognito-user-profiles-export-reference-architecture/issues/9",
    };
    /// A report that `phone_number_verified` must be given.
    pub static I27: Source = Source {
        key: "I27",
        title: "issue 27 of SOLN (2022-11-25)",
        place: "github.com/aws-solutions/cognito-user-profiles-export-reference-architecture/issues/27",
    };
    /// The real text of the failure of an unverified row.
    pub static I58: Source = Source {
        key: "I58",
        title: "issue 58 of SOLN (2024-04-30)",
        place: "github.com/aws-solutions/cognito-user-profiles-export-reference-architecture/issues/58",
    };
    /// A published log of a real import.
    pub static LOG2020: Source = Source {
        key: "LOG2020",
        title: "set-up document of a virtual conference with a CloudWatch log (2020-06-17)",
        place: "a public GitHub file named “Setting up Cognito”",
    };
    /// A walk through an import with its job outputs.
    pub static NOID11: Source = Source {
        key: "NOID11",
        title: "Cognito user pool CSV import feature (2021-01-05)",
        place: "https://log.noid11.com/posts/cognito-user-pool-csv-import-feature",
    };
    /// Notes on imports of 2025.
    pub static ASF: Source = Source {
        key: "ASF",
        title: "CognitoUserImporting.md of the OpenScienceLab portal (2025-10)",
        place: "github.com/ASFOpenSARlab/opensciencelab-portal-v2",
    };
    /// A migration with Lambda and CDK.
    pub static DEVTO: Source = Source {
        key: "DEVTO",
        title: "Migrate a Cognito user pool with AWS Lambda and CDK",
        place: "https://dev.to/aws-builders/migrate-cognito-user-pool-with-aws-lambda-and-cdk-for-iac-5ccj",
    };
    /// An import of a file made in Excel.
    pub static CLASSM: Source = Source {
        key: "CLASSM",
        title: "Importing users into Cognito from CSV (2018-07-11)",
        place: "https://dev.classmethod.jp/cloud/cognito-csv-import",
    };
    /// An import with blank values in 2023.
    pub static ANCUTA: Source = Source {
        key: "ANCUTA",
        title: "Migrate users to an AWS Cognito pool (2023-06-01)",
        place: "https://ancuta.org/posts/migrate-users-to-aws-cognito-pool/",
    };
    /// An exporter that writes Cognito's dialect.
    pub static ALA: Source = Source {
        key: "ALA",
        title: "export_users.py of the Atlas of Living Australia",
        place: "github.com/AtlasOfLivingAustralia/cognito-csv-exporter",
    };
    /// A migration plan of 2026.
    pub static LIC2026: Source = Source {
        key: "LIC2026",
        title: "a public migration plan (2026)",
        place: "a public GitHub repository",
    };
    /// What the password hash formats themselves demand.
    pub static HASH_FORMATS: Source = Source {
        key: "HASH-FORMATS",
        title: "the definitions of bcrypt, scrypt (RFC 7914), Argon2 (RFC 9106) and PBKDF2 (RFC 8018)",
        place: "https://www.rfc-editor.org/rfc/rfc9106",
    };
    /// The numbering plan of telephone numbers.
    pub static E164: Source = Source {
        key: "E164",
        title: "ITU-T recommendation E.164: at most 15 digits",
        place: "https://www.itu.int/rec/T-REC-E.164",
    };
    /// Which numbers can be dialled.
    pub static LIBPHONENUMBER: Source = Source {
        key: "LIBPHONENUMBER",
        title: "libphonenumber's metadata, as carried by the phonenumber crate",
        place: "https://crates.io/crates/phonenumber",
    };
    /// What this project concludes on its own, from the other sources.
    pub static OURS: Source = Source {
        key: "OURS",
        title: "our own conclusion; the rule's explanation says from what",
        place: "this project",
    };

    /// Every source, in the order of their keys' first use.
    pub static ALL: &[&Source] = &[
        &GUIDE,
        &GUIDE_OLD,
        &ATTR,
        &QUOTA,
        &BOTO,
        &SCHEMA,
        &CLI,
        &KC,
        &SOLN,
        &I9,
        &I27,
        &I58,
        &LOG2020,
        &NOID11,
        &ASF,
        &DEVTO,
        &CLASSM,
        &ANCUTA,
        &ALA,
        &LIC2026,
        &HASH_FORMATS,
        &E164,
        &LIBPHONENUMBER,
        &OURS,
    ];
}
