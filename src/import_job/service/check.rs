//! A pre-flight against a pool of the service: what a job would do, without doing it.

use std::io::Read;

use super::ImportService;
use crate::{
    engine::{Options, Preflight, Sink, Summary},
    import_job::{ApiError, ErrorKind, importer::add_existing_users},
    schema::Schema,
};

impl ImportService {
    /// Judges a file against a pool and the users that are in it now, as a job without a password
    /// hashing algorithm would. Nothing is stored.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool; InternalErrorException where the file
    /// cannot be read.
    pub fn check(
        &self,
        pool_id: &str,
        name: &str,
        file: impl Read + Send,
        sinks: &mut [&mut dyn Sink],
    ) -> Result<Summary, ApiError> {
        let (document, pool) = self.pool_settings(pool_id)?;
        let header = self.header_of(&document, &pool)?;
        let failed = |error: crate::engine::Error| {
            ApiError::new(ErrorKind::InternalError, error.to_string())
        };
        let schema = Schema::new(Some(header), Some(pool)).map_err(|error| failed(error.into()))?;
        let options = Options {
            threads: self.settings().threads,
            ..Options::default()
        };
        let preflight = Preflight::new(schema, options).map_err(failed)?;
        let mut run = preflight.run();
        let last = self.store().last_user(pool_id)?;
        if last > 0 {
            add_existing_users(&mut run, self.store(), pool_id, last)?;
        }
        run.file(name, file, sinks).map_err(failed)?;
        run.finish(sinks).map_err(failed)
    }
}
