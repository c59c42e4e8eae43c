//! Where the service is.

use super::Service;

/// The addresses of the services in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoints {
    /// The region.
    pub region: String,
    /// Where user pools are.
    cognito: String,
    /// Where logs are.
    logs: String,
    /// Whether a variable of the environment named another address than the service's own.
    pub is_overridden: bool,
}

impl Endpoints {
    /// The addresses in a region, or those that the environment names in their place, as AWS's own clients read it:
    /// `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER`, `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`, `AWS_ENDPOINT_URL` and
    /// `AWS_USE_FIPS_ENDPOINT`.
    #[must_use]
    pub fn of_region(region: &str, variable: impl Fn(&str) -> Option<String>) -> Self {
        let given = |name: &str| {
            variable(name)
                .or_else(|| variable("AWS_ENDPOINT_URL"))
                .map(|url| url.trim_end_matches('/').to_owned())
        };
        let suffix = if region.starts_with("cn-") {
            "amazonaws.com.cn"
        } else if region.starts_with("eusc-") {
            "amazonaws.eu"
        } else {
            "amazonaws.com"
        };
        let is_fips = variable("AWS_USE_FIPS_ENDPOINT").is_some_and(|text| text == "true");
        let fips = if is_fips { "-fips" } else { "" };
        let own = |name: &str| format!("https://{name}{fips}.{region}.{suffix}");
        let cognito = given("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER");
        let logs = given("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS");
        Self {
            region: region.to_owned(),
            is_overridden: cognito.is_some() || logs.is_some(),
            cognito: cognito.unwrap_or_else(|| own("cognito-idp")),
            logs: logs.unwrap_or_else(|| own("logs")),
        }
    }

    /// The address of a service.
    #[must_use]
    pub fn of(&self, service: Service) -> &str {
        match service {
            Service::Cognito => &self.cognito,
            Service::Logs => &self.logs,
        }
    }
}

/// The region in which a pool is: its id begins with it.
#[must_use]
pub fn region_of_pool(id: &str) -> Option<&str> {
    let (region, rest) = id.split_once('_')?;
    let is_region = region.contains('-')
        && region
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (is_region && !rest.is_empty()).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoints(region: &str, variables: &[(&str, &str)]) -> Endpoints {
        Endpoints::of_region(region, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn each_partition_has_its_own_addresses() {
        for (region, variables, expected) in [
            (
                "eu-west-1",
                &[][..],
                "https://cognito-idp.eu-west-1.amazonaws.com",
            ),
            (
                "cn-north-1",
                &[],
                "https://cognito-idp.cn-north-1.amazonaws.com.cn",
            ),
            (
                "eusc-de-east-1",
                &[],
                "https://cognito-idp.eusc-de-east-1.amazonaws.eu",
            ),
            (
                "us-gov-west-1",
                &[("AWS_USE_FIPS_ENDPOINT", "true")],
                "https://cognito-idp-fips.us-gov-west-1.amazonaws.com",
            ),
        ] {
            let found = endpoints(region, variables);
            assert_eq!(found.of(Service::Cognito), expected);
            assert!(!found.is_overridden);
        }
    }

    #[test]
    fn the_environment_names_other_addresses() {
        let found = endpoints(
            "eu-west-1",
            &[("AWS_ENDPOINT_URL", "http://127.0.0.1:9230/")],
        );
        assert_eq!(found.of(Service::Logs), "http://127.0.0.1:9230");
        assert!(found.is_overridden);
        let found = endpoints(
            "eu-west-1",
            &[("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://127.0.0.1:1")],
        );
        assert_eq!(found.of(Service::Logs), "http://127.0.0.1:1");
        assert!(found.of(Service::Cognito).ends_with("amazonaws.com") && found.is_overridden);
    }

    #[test]
    fn a_pool_names_its_region() {
        assert_eq!(region_of_pool("eu-west-1_Abc123XyZ"), Some("eu-west-1"));
        assert_eq!(region_of_pool("eusc-de-east-1_A"), Some("eusc-de-east-1"));
        for id in ["", "shop", "eu-west-1_", "EU-west-1_A", "x/../y-1_A"] {
            assert_eq!(region_of_pool(id), None, "{id}");
        }
    }
}
