//! The client of a command, and what its errors say.

use std::env;

use crate::aws::{AwsError, Client, Endpoints, region_of_pool};

use super::{args::aws::AccountArguments, failure::Failure, print};

/// A client for the region of this pool.
pub(super) fn client(arguments: &AccountArguments, pool: &str) -> Result<Client, Failure> {
    let region = region_of_pool(pool).ok_or_else(|| {
        Failure::usage(format!(
            "{pool} is not the id of a user pool, such as eu-west-1_Abc123XyZ"
        ))
    })?;
    if let Some(other) = arguments.region.as_deref().filter(|other| *other != region) {
        return Err(Failure::usage(format!(
            "the pool {pool} is in {region}, and --region names {other}"
        )));
    }
    let endpoints = Endpoints::of_region(region, |name| {
        env::var(name).ok().filter(|value| !value.is_empty())
    });
    if endpoints.is_overridden {
        print::note(&format!(
            "this is a rehearsal: the environment names {} as the service",
            endpoints.of(crate::aws::Service::Cognito)
        ));
    }
    Client::new(endpoints, arguments.profile.as_deref())
        .map_err(|error| Failure::usage(error.to_string()))
}

impl From<AwsError> for Failure {
    fn from(error: AwsError) -> Self {
        let message = error.to_string();
        Self::Io(match error.advice() {
            Some(advice) => format!("{message}; {advice}"),
            None => message,
        })
    }
}
