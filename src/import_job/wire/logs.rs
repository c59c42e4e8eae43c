//! The operations of CloudWatch Logs, by their own API model: members begin in lower case.

use serde::{Deserialize, Serialize};

/// DescribeLogGroups' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct DescribeLogGroupsRequest {
    /// How the names begin that are wanted.
    pub log_group_name_prefix: Option<String>,
    /// What the names contain that are wanted.
    pub log_group_name_pattern: Option<String>,
    /// Where the last answer ended.
    pub next_token: Option<String>,
    /// How many are wanted at most, 1 to 50.
    pub limit: Option<i64>,
}

/// A log group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogGroup {
    /// Its name.
    pub log_group_name: String,
    /// When it was made, in milliseconds.
    pub creation_time: i64,
    /// How many metric filters it has.
    pub metric_filter_count: u32,
    /// Its ARN, with `:*` after it.
    pub arn: String,
    /// Its ARN.
    pub log_group_arn: String,
    /// How much it stores; not counted here.
    pub stored_bytes: u64,
    /// Its class.
    pub log_group_class: &'static str,
}

/// DescribeLogGroups' output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DescribeLogGroupsResponse {
    /// The groups, by name.
    pub log_groups: Vec<LogGroup>,
    /// Where the next answer begins, if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// DescribeLogStreams' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct DescribeLogStreamsRequest {
    /// The group's name.
    pub log_group_name: Option<String>,
    /// The group's name or ARN.
    pub log_group_identifier: Option<String>,
    /// How the names begin that are wanted.
    pub log_stream_name_prefix: Option<String>,
    /// `LogStreamName` or `LastEventTime`.
    pub order_by: Option<String>,
    /// Whether the order is turned round.
    pub descending: Option<bool>,
    /// Where the last answer ended.
    pub next_token: Option<String>,
    /// How many are wanted at most, 1 to 50.
    pub limit: Option<i64>,
}

/// A log stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogStream {
    /// Its name.
    pub log_stream_name: String,
    /// When it was made, in milliseconds.
    pub creation_time: i64,
    /// When its first event was written.
    pub first_event_timestamp: i64,
    /// When its last event was written.
    pub last_event_timestamp: i64,
    /// When its last event arrived.
    pub last_ingestion_time: i64,
    /// A token of older clients, which the service ignores.
    pub upload_sequence_token: String,
    /// Its ARN.
    pub arn: String,
    /// How much it stores; always zero, as the service answers.
    pub stored_bytes: u64,
}

/// DescribeLogStreams' output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DescribeLogStreamsResponse {
    /// The streams.
    pub log_streams: Vec<LogStream>,
    /// Where the next answer begins, if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// GetLogEvents' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct GetLogEventsRequest {
    /// The group's name.
    pub log_group_name: Option<String>,
    /// The group's name or ARN.
    pub log_group_identifier: Option<String>,
    /// The stream's name.
    pub log_stream_name: Option<String>,
    /// The earliest time wanted, in milliseconds.
    pub start_time: Option<i64>,
    /// The time from which on events are not wanted.
    pub end_time: Option<i64>,
    /// Where the last answer ended.
    pub next_token: Option<String>,
    /// How many events are wanted at most, 1 to 10,000.
    pub limit: Option<i64>,
    /// Whether the first answer begins at the start of the stream.
    pub start_from_head: Option<bool>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OutputLogEvent {
    /// When it was written, in milliseconds.
    pub timestamp: i64,
    /// Its text.
    pub message: String,
    /// When it arrived, in milliseconds.
    pub ingestion_time: i64,
}

/// GetLogEvents' output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetLogEventsResponse {
    /// The events, the oldest first.
    pub events: Vec<OutputLogEvent>,
    /// Where newer events begin; the same as asked for at the end of the stream.
    pub next_forward_token: String,
    /// Where older events begin.
    pub next_backward_token: String,
}

/// FilterLogEvents' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct FilterLogEventsRequest {
    /// The group's name.
    pub log_group_name: Option<String>,
    /// The group's name or ARN.
    pub log_group_identifier: Option<String>,
    /// The streams that are searched.
    pub log_stream_names: Option<Vec<String>>,
    /// How the names of the streams begin that are searched.
    pub log_stream_name_prefix: Option<String>,
    /// The earliest time wanted, in milliseconds.
    pub start_time: Option<i64>,
    /// The latest time wanted.
    pub end_time: Option<i64>,
    /// What the events contain.
    pub filter_pattern: Option<String>,
    /// Where the last answer ended.
    pub next_token: Option<String>,
    /// How many events are wanted at most, 1 to 10,000.
    pub limit: Option<i64>,
}

/// An event that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FilteredLogEvent {
    /// The stream's name.
    pub log_stream_name: String,
    /// When it was written, in milliseconds.
    pub timestamp: i64,
    /// Its text.
    pub message: String,
    /// When it arrived, in milliseconds.
    pub ingestion_time: i64,
    /// Its id.
    pub event_id: String,
}

/// FilterLogEvents' output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FilterLogEventsResponse {
    /// The events.
    pub events: Vec<FilteredLogEvent>,
    /// Always empty, as the service answers.
    pub searched_log_streams: Vec<String>,
    /// Where the next answer begins, if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
