//! What requests and answers look like, member by member, as the API model names them (BOTO).

mod jobs;
mod logs;
mod pools;
mod users;

pub use self::{
    jobs::{
        CreateUserImportJobRequest, GetCsvHeaderRequest, GetCsvHeaderResponse,
        ListUserImportJobsRequest, ListUserImportJobsResponse, UserImportJobRequest,
        UserImportJobResponse, UserImportJobType,
    },
    logs::{
        DescribeLogGroupsRequest, DescribeLogGroupsResponse, DescribeLogStreamsRequest,
        DescribeLogStreamsResponse, FilterLogEventsRequest, FilterLogEventsResponse,
        FilteredLogEvent, GetLogEventsRequest, GetLogEventsResponse, LogGroup, LogStream,
        OutputLogEvent,
    },
    pools::{
        AddCustomAttributesRequest, CreateUserPoolRequest, EmptyResponse, ListUserPoolsRequest,
        ListUserPoolsResponse, NumberAttributeConstraintsType, SchemaAttributeType,
        StringAttributeConstraintsType, UpdateUserPoolRequest, UserPoolDescriptionType,
        UserPoolRequest, UserPoolResponse, UserPoolType, UsernameConfigurationType,
    },
    users::{
        AdminGetUserResponse, AdminUserRequest, AttributeType, ListUsersRequest, ListUsersResponse,
        MfaOptionType, UserType,
    },
};
