//! Calls of the service itself: those that an import and its log need, and no others.
//!
//! Each call is JSON over HTTPS, signed with Signature Version 4. Bodies go through as they are, so that a document that
//! is kept is the one that the service answered, members that this version does not know included.

mod client;
mod credentials;
mod endpoint;
mod error;
mod upload;

pub use self::{
    client::{Client, Service},
    credentials::{Credentials, CredentialsError},
    endpoint::{Endpoints, region_of_pool},
    error::AwsError,
    upload::upload,
};
