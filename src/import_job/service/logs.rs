//! CloudWatch Logs, as far as the log of an import job goes: one group for each pool, one stream for
//! each job (GUIDE).

use super::{ImportService, wire};
use crate::import_job::{
    ApiError, ErrorKind, Job, LogEvent, Pool,
    constraints::{self, Violations},
    pool,
};

/// What the name of a group begins with (GUIDE).
const GROUPS: &str = "/aws/cognito/userpools/";
/// How many groups or streams an answer has at most (its API model).
const MOST_NAMES: i64 = 50;
/// How many events an answer has at most (its API model).
const MOST_EVENTS: i64 = 10_000;
/// How many pools or jobs are read at a time.
const AT_A_TIME: usize = 1_000;

/// The name of a pool's group. A pool may be called what a group cannot; how the service names the
/// group then is not known, and here such characters become underscores.
fn group_name(pool: &Pool) -> String {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || ".-_/#".contains(c);
    let name = pool.name.replace(|c| !is_allowed(c), "_");
    format!("{GROUPS}{}/{name}", pool.id)
}

fn no_group() -> ApiError {
    ApiError::new(
        ErrorKind::ResourceNotFound,
        "The specified log group does not exist.",
    )
}

fn no_stream() -> ApiError {
    ApiError::new(
        ErrorKind::ResourceNotFound,
        "The specified log stream does not exist.",
    )
}

fn bad_token() -> ApiError {
    ApiError::invalid("The specified nextToken is invalid.")
}

impl ImportService {
    /// DescribeLogGroups, by name.
    ///
    /// # Errors
    ///
    /// InvalidParameterException.
    pub fn describe_log_groups(
        &self,
        request: &wire::DescribeLogGroupsRequest,
    ) -> Result<wire::DescribeLogGroupsResponse, ApiError> {
        let mut violations = Violations::default();
        violations.number("limit", request.limit, 1, MOST_NAMES);
        violations.check()?;
        let prefix = request.log_group_name_prefix.as_deref().unwrap_or_default();
        let pattern = request
            .log_group_name_pattern
            .as_deref()
            .unwrap_or_default();
        if !prefix.is_empty() && !pattern.is_empty() {
            return Err(ApiError::invalid(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
            ));
        }
        let mut groups = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let pools = self.store().pools(after.as_deref(), AT_A_TIME)?;
            let Some(last) = pools.last() else { break };
            after = Some(last.id.clone());
            for pool in &pools {
                let name = group_name(pool);
                if name.starts_with(prefix)
                    && name.contains(pattern)
                    && self.store().count_jobs(&pool.id)? > 0
                {
                    groups.push((name, pool::moment(&pool.document, "CreationDate").millis()));
                }
            }
        }
        groups.sort();
        let (groups, next_token) = page(
            groups,
            request.next_token.as_deref(),
            request.limit,
            |(name, _)| name.clone(),
        )?;
        let settings = self.settings();
        Ok(wire::DescribeLogGroupsResponse {
            log_groups: groups
                .into_iter()
                .map(|(name, creation_time)| {
                    let arn = format!(
                        "arn:aws:logs:{}:{}:log-group:{name}",
                        settings.region, settings.account
                    );
                    wire::LogGroup {
                        log_group_name: name,
                        creation_time,
                        metric_filter_count: 0,
                        arn: format!("{arn}:*"),
                        log_group_arn: arn,
                        stored_bytes: 0,
                        log_group_class: "STANDARD",
                    }
                })
                .collect(),
            next_token,
        })
    }

    /// DescribeLogStreams.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn describe_log_streams(
        &self,
        request: &wire::DescribeLogStreamsRequest,
    ) -> Result<wire::DescribeLogStreamsResponse, ApiError> {
        let mut violations = Violations::default();
        violations.number("limit", request.limit, 1, MOST_NAMES);
        violations.one_of(
            "orderBy",
            request.order_by.as_deref(),
            &["LogStreamName", "LastEventTime"],
        );
        let group = group(
            &mut violations,
            request.log_group_name.as_deref(),
            request.log_group_identifier.as_deref(),
        );
        violations.check()?;
        let prefix = request
            .log_stream_name_prefix
            .as_deref()
            .unwrap_or_default();
        let is_by_time = request.order_by.as_deref() == Some("LastEventTime");
        if is_by_time && !prefix.is_empty() {
            return Err(ApiError::invalid(
                "Cannot order by LastEventTime with a logStreamNamePrefix.",
            ));
        }
        let pool = self.pool_of_group(&group)?;
        let mut streams = Vec::new();
        for job in self.jobs_with_log(&pool)? {
            if job.log_stream().starts_with(prefix) {
                streams.push(self.log_stream(&group, &job)?);
            }
        }
        if is_by_time {
            streams.sort_by_key(|stream| stream.last_event_timestamp);
        } else {
            streams.sort_by(|one, other| one.log_stream_name.cmp(&other.log_stream_name));
        }
        if request.descending == Some(true) {
            streams.reverse();
        }
        let (log_streams, next_token) = page(
            streams,
            request.next_token.as_deref(),
            request.limit,
            |stream| stream.log_stream_name.clone(),
        )?;
        Ok(wire::DescribeLogStreamsResponse {
            log_streams,
            next_token,
        })
    }

    /// GetLogEvents: the newest events, or with `startFromHead` the oldest, and from there on by
    /// token in either direction.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn get_log_events(
        &self,
        request: &wire::GetLogEventsRequest,
    ) -> Result<wire::GetLogEventsResponse, ApiError> {
        let mut violations = Violations::default();
        violations.number("limit", request.limit, 1, MOST_EVENTS);
        span(&mut violations, request.start_time, request.end_time);
        let stream = violations.required(
            "logStreamName",
            request.log_stream_name.as_deref(),
            &constraints::LOG_STREAM,
        );
        let group = group(
            &mut violations,
            request.log_group_name.as_deref(),
            request.log_group_identifier.as_deref(),
        );
        violations.check()?;
        let pool = self.pool_of_group(&group)?;
        let job = self
            .jobs_with_log(&pool)?
            .into_iter()
            .find(|job| job.log_stream() == stream)
            .ok_or_else(no_stream)?;
        let lines = job.log_lines;
        // Times rise along the log, so a span of time is a span of lines.
        let from = request
            .start_time
            .map_or(Ok(0), |time| self.first_line_at(&job, time))?;
        let to = request
            .end_time
            .map_or(Ok(lines), |time| self.first_line_at(&job, time))?
            .max(from);
        let limit = request.limit.unwrap_or(MOST_EVENTS).unsigned_abs();
        let (begin, end) = match request.next_token.as_deref() {
            None if request.start_from_head == Some(true) => {
                (from, to.min(from.saturating_add(limit)))
            }
            None => (from.max(to.saturating_sub(limit)), to),
            Some(token) => match read_token(token)? {
                Direction::Forward(line) => {
                    let begin = line.clamp(from, to);
                    (begin, to.min(begin.saturating_add(limit)))
                }
                Direction::Backward(line) => {
                    let end = line.clamp(from, to);
                    (from.max(end.saturating_sub(limit)), end)
                }
            },
        };
        let wanted = usize::try_from(end - begin).unwrap_or(usize::MAX);
        let events = self.store().log(&job.key, begin, wanted)?;
        Ok(wire::GetLogEventsResponse {
            events: events.into_iter().map(output).collect(),
            next_forward_token: format!("f/{end:056}"),
            next_backward_token: format!("b/{begin:056}"),
        })
    }

    /// FilterLogEvents, the streams one after the other in the order of their making.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, also for the JSON and space-delimited patterns, which are not
    /// served; ResourceNotFoundException.
    pub fn filter_log_events(
        &self,
        request: &wire::FilterLogEventsRequest,
    ) -> Result<wire::FilterLogEventsResponse, ApiError> {
        let mut violations = Violations::default();
        violations.number("limit", request.limit, 1, MOST_EVENTS);
        span(&mut violations, request.start_time, request.end_time);
        let group = group(
            &mut violations,
            request.log_group_name.as_deref(),
            request.log_group_identifier.as_deref(),
        );
        violations.check()?;
        if request.log_stream_names.is_some() && request.log_stream_name_prefix.is_some() {
            return Err(ApiError::invalid(
                "Only one of logStreamNames and logStreamNamePrefix can be given.",
            ));
        }
        let pattern = Pattern::parse(request.filter_pattern.as_deref().unwrap_or_default())?;
        let pool = self.pool_of_group(&group)?;
        let prefix = request
            .log_stream_name_prefix
            .as_deref()
            .unwrap_or_default();
        let mut jobs = self.jobs_with_log(&pool)?;
        jobs.retain(|job| {
            let stream = job.log_stream();
            let names = request.log_stream_names.as_deref();
            stream.starts_with(prefix) && names.is_none_or(|names| names.contains(&stream))
        });
        jobs.sort_by_key(|job| job.number);
        let (first_job, mut line) = match request.next_token.as_deref() {
            None => (0, 0),
            Some(token) => token
                .split_once('/')
                .and_then(|(job, line)| Some((job.parse().ok()?, line.parse().ok()?)))
                .ok_or_else(bad_token)?,
        };
        let limit = request.limit.unwrap_or(MOST_EVENTS).unsigned_abs();
        let mut events = Vec::new();
        for job in jobs.iter().filter(|job| job.number >= first_job) {
            if job.number > first_job {
                line = 0;
            }
            while line < job.log_lines {
                let read = self.store().log(&job.key, line, AT_A_TIME)?;
                if read.is_empty() {
                    break;
                }
                for event in read {
                    if events.len() as u64 >= limit {
                        return Ok(found(events, Some(format!("{}/{line}", job.number))));
                    }
                    let time = event.at.millis();
                    if request.start_time.is_none_or(|start| time >= start)
                        && request.end_time.is_none_or(|end| time <= end)
                        && pattern.admits(&event.message)
                    {
                        events.push(filtered(job, line, event));
                    }
                    line += 1;
                }
            }
        }
        Ok(found(events, None))
    }

    /// The name of the log group of a pool.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool.
    pub fn log_group(&self, pool_id: &str) -> Result<String, ApiError> {
        Ok(group_name(&self.pool(pool_id)?))
    }

    /// The pool whose group this is. A group comes into being with the pool's first job.
    fn pool_of_group(&self, group: &str) -> Result<Pool, ApiError> {
        let id = group
            .strip_prefix(GROUPS)
            .and_then(|rest| rest.split('/').next())
            .ok_or_else(no_group)?;
        let pool = self.store().pool(id)?.ok_or_else(no_group)?;
        if group_name(&pool) == group && self.store().count_jobs(id)? > 0 {
            Ok(pool)
        } else {
            Err(no_group())
        }
    }

    /// The jobs of a pool that have written to their log.
    fn jobs_with_log(&self, pool: &Pool) -> Result<Vec<Job>, ApiError> {
        let mut jobs = self.store().jobs(&pool.id, None, usize::MAX >> 1)?;
        jobs.retain(|job| job.log_lines > 0);
        Ok(jobs)
    }

    /// The first line of a job's log that is not before this time.
    fn first_line_at(&self, job: &Job, time: i64) -> Result<u64, ApiError> {
        let (mut low, mut high) = (0, job.log_lines);
        while low < high {
            let middle = low + (high - low) / 2;
            let event = self.store().log(&job.key, middle, 1)?;
            if event.first().is_some_and(|event| event.at.millis() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    fn log_stream(&self, group: &str, job: &Job) -> Result<wire::LogStream, ApiError> {
        let time_of = |line: u64| -> Result<i64, ApiError> {
            let event = self.store().log(&job.key, line, 1)?;
            Ok(event.first().map_or(0, |event| event.at.millis()))
        };
        let last = time_of(job.log_lines.saturating_sub(1))?;
        let settings = self.settings();
        let name = job.log_stream();
        Ok(wire::LogStream {
            creation_time: job.started.unwrap_or(job.created).millis(),
            first_event_timestamp: time_of(0)?,
            last_event_timestamp: last,
            last_ingestion_time: last,
            upload_sequence_token: format!("{:056}", job.log_lines),
            arn: format!(
                "arn:aws:logs:{}:{}:log-group:{group}:log-stream:{name}",
                settings.region, settings.account
            ),
            log_stream_name: name,
            stored_bytes: 0,
        })
    }
}

/// A span of time begins and ends after 1970.
fn span(violations: &mut Violations, start: Option<i64>, end: Option<i64>) {
    violations.number("startTime", start, 0, i64::MAX);
    violations.number("endTime", end, 0, i64::MAX);
}

/// The group that a request names, by its name or by its ARN.
fn group(violations: &mut Violations, name: Option<&str>, identifier: Option<&str>) -> String {
    let named = name.or(identifier);
    let bare = named.map(|named| {
        named
            .split_once(":log-group:")
            .map_or(named, |(_, name)| name)
            .trim_end_matches(":*")
    });
    violations
        .required("logGroupName", bare, &constraints::LOG_GROUP)
        .to_owned()
}

/// A page of a sorted list. The token is the key of the page's last entry.
fn page<T>(
    mut all: Vec<T>,
    token: Option<&str>,
    limit: Option<i64>,
    key: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    if let Some(token) = token {
        let place = all.iter().position(|one| key(one) == token);
        all.drain(..=place.ok_or_else(bad_token)?);
    }
    let limit = usize::try_from(limit.unwrap_or(MOST_NAMES)).unwrap_or(1);
    let has_more = all.len() > limit;
    all.truncate(limit);
    let token = all.last().filter(|_| has_more).map(key);
    Ok((all, token))
}

enum Direction {
    Forward(u64),
    Backward(u64),
}

fn read_token(token: &str) -> Result<Direction, ApiError> {
    let (direction, line) = token.split_once('/').ok_or_else(bad_token)?;
    let line = line.parse().map_err(|_| bad_token())?;
    match direction {
        "f" => Ok(Direction::Forward(line)),
        "b" => Ok(Direction::Backward(line)),
        _ => Err(bad_token()),
    }
}

fn output(event: LogEvent) -> wire::OutputLogEvent {
    wire::OutputLogEvent {
        timestamp: event.at.millis(),
        ingestion_time: event.at.millis(),
        message: event.message,
    }
}

fn filtered(job: &Job, line: u64, event: LogEvent) -> wire::FilteredLogEvent {
    wire::FilteredLogEvent {
        log_stream_name: job.log_stream(),
        timestamp: event.at.millis(),
        ingestion_time: event.at.millis(),
        message: event.message,
        event_id: format!("{:020}{line:036}", job.number),
    }
}

fn found(
    events: Vec<wire::FilteredLogEvent>,
    next_token: Option<String>,
) -> wire::FilterLogEventsResponse {
    wire::FilterLogEventsResponse {
        events,
        searched_log_streams: Vec::new(),
        next_token,
    }
}

/// A pattern of terms: every plain one is in the event, no `-` one is, and of the `?` ones at least
/// one where there is nothing else.
#[derive(Debug, Default)]
struct Pattern {
    all: Vec<String>,
    any: Vec<String>,
    none: Vec<String>,
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, ApiError> {
        let mut rest = text.trim();
        if rest.starts_with(['{', '[', '%']) {
            return Err(ApiError::invalid(
                "Invalid filter pattern: only terms and phrases in quotation marks are served.",
            ));
        }
        let mut pattern = Self::default();
        while !rest.is_empty() {
            let (terms, term) = if let Some(term) = rest.strip_prefix('?') {
                (&mut pattern.any, term)
            } else if let Some(term) = rest.strip_prefix('-') {
                (&mut pattern.none, term)
            } else {
                (&mut pattern.all, rest)
            };
            let (found, after) = if let Some(quoted) = term.strip_prefix('"') {
                quoted
                    .split_once('"')
                    .ok_or_else(|| ApiError::invalid("Invalid filter pattern"))?
            } else {
                term.split_once(char::is_whitespace).unwrap_or((term, ""))
            };
            if !found.is_empty() {
                terms.push(found.to_owned());
            }
            rest = after.trim_start();
        }
        Ok(pattern)
    }

    fn admits(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        // Beside plain terms the service ignores the optional ones.
        let is_any = self.any.is_empty() || !self.all.is_empty() || self.any.iter().any(has);
        is_any && self.all.iter().all(has) && !self.none.iter().any(has)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_terms_that_are_there_or_not() {
        let message = "[FAILED] Line Number 7 - The value is no e-mail address.";
        let admits = |text| Pattern::parse(text).unwrap().admits(message);
        for text in [
            "",
            "FAILED",
            "FAILED Number",
            "\"Line Number 7\"",
            "?SKIPPED ?FAILED",
            "-SKIPPED",
        ] {
            assert!(admits(text), "{text}");
        }
        for text in [
            "SKIPPED",
            "FAILED SKIPPED",
            "\"Number Line\"",
            "?SKIPPED ?SUCCEEDED",
            "-FAILED",
        ] {
            assert!(!admits(text), "{text}");
        }
        for text in ["{ $.x = 1 }", "[a, b]", "%x%", "\"open"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pages_follow_one_another() {
        let all: Vec<u32> = (1..=5).collect();
        let key = |number: &u32| number.to_string();
        let (first, token) = page(all.clone(), None, Some(2), key).unwrap();
        assert_eq!((first, token.as_deref()), (vec![1, 2], Some("2")));
        let (last, token) = page(all.clone(), Some("4"), Some(2), key).unwrap();
        assert_eq!((last, token), (vec![5], None));
        assert!(page(all, Some("9"), None, key).is_err());
    }
}
