//! Settings of Firehose that are taken and not kept: what AWS refuses in them is refused all the same.
//!
//! Observed, with the texts: that logs need a group, a cluster a password unless its secret is kept elsewhere, that the
//! attributes of an endpoint have different names, and which time zones there are. Assumed: the text for a log stream, and
//! that the role of a function is looked at.

use super::time_zones;
use crate::aws::model::FirehosePattern;
use serde_json::Value;

/// The members in which buckets stand within a destination.
const BUCKETS: [&str; 4] = ["S3Configuration", "S3Update", "S3BackupConfiguration", "S3BackupUpdate"];

/// Checks the destinations that a request gives.
pub fn check(request: &Value) -> Result<(), String> {
    for (name, destination) in request.as_object().into_iter().flatten() {
        if !["DestinationConfiguration", "DestinationUpdate"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        check_logs(destination)?;
        BUCKETS.iter().try_for_each(|bucket| check_logs(&destination[bucket]))?;
        check_time_zone(destination)?;
        check_role(destination)?;
        check_attributes(destination)?;
        if name == "RedshiftDestinationConfiguration" {
            check_password(destination)?;
        }
    }
    Ok(())
}

fn check_logs(of: &Value) -> Result<(), String> {
    let logs = &of["CloudWatchLoggingOptions"];
    let names = [("LogGroupName", "Group"), ("LogStreamName", "Stream")];
    let missing = names.iter().find(|(member, _)| logs["Enabled"] == true && logs[*member].is_null());
    missing.map_or(Ok(()), |(_, what)| {
        Err(format!("CloudWatch Log {what} Name is required if CloudWatch Logging is enabled"))
    })
}

fn check_time_zone(of: &Value) -> Result<(), String> {
    match of["CustomTimeZone"].as_str() {
        Some(zone) if !zone.is_empty() && !time_zones::is_known(zone) => Err(
            "Provided custom time zone is not supported. Custom time zones are limited to UTC and non-3-letter IANA time \
             zones."
                .to_owned(),
        ),
        _ => Ok(()),
    }
}

fn check_role(of: &Value) -> Result<(), String> {
    let processors = of["ProcessingConfiguration"]["Processors"].as_array().into_iter().flatten();
    let parameters = processors.flat_map(|processor| processor["Parameters"].as_array().into_iter().flatten());
    let mut roles = parameters.filter(|parameter| parameter["ParameterName"] == "RoleArn");
    let wrong = roles.find_map(|role| {
        let arn = role["ParameterValue"].as_str()?;
        (!FirehosePattern::RoleArn.is_satisfied_by(arn)).then_some(arn)
    });
    wrong.map_or(Ok(()), |arn| Err(format!("Invalid RoleArn: {arn}")))
}

fn check_attributes(of: &Value) -> Result<(), String> {
    let attributes = of["RequestConfiguration"]["CommonAttributes"].as_array().map_or(&[][..], Vec::as_slice);
    for (place, attribute) in attributes.iter().enumerate() {
        let name = &attribute["AttributeName"];
        if attributes[..place].iter().any(|other| other["AttributeName"] == *name) {
            let name = name.as_str().unwrap_or_default();
            return Err(format!("Http Endpoint Common Attributes have duplicate name {name}"));
        }
    }
    Ok(())
}

fn check_password(of: &Value) -> Result<(), String> {
    if of["Password"].is_null() && of["SecretsManagerConfiguration"]["Enabled"] != true {
        return Err("Redshift Database Password is required for Redshift Destination".to_owned());
    }
    Ok(())
}
