//! Says beforehand what an Amazon Cognito user import job will say afterwards.
#![forbid(unsafe_code)]

pub mod values;
