//! `ProcessingConfiguration`: the steps that records go through, and the part of the plan that stands for them.
//!
//! Observed: at most five steps, one of a type; what a Lambda step needs; that keys are taken by JQ-1.6. Documented: that
//! records are taken apart by JSON or by a delimiter in base64. Assumed: the delimiter behind records is as it stands, with
//! `\n` for a line feed. Leaves out: decompression, and delimiters between records that are no UTF-8, which are refused.

use super::destination::{Parameter, Processing, Processor};
use super::error::{ArgumentFault, FirehoseError};
use super::planning::not_simulated;
use crate::engine::account::Account;
use crate::engine::firehose::format::query::keys_of;
use crate::engine::firehose::hints::{Hint, TransformationHints, transformation_hints};
use crate::engine::firehose::plan::{DestinationKind, DestinationPlan, PartitionQuery, Splitting, Transformation};
use crate::engine::limits::Profile;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// The most steps.
const PROCESSORS_MAX: usize = 5;
const KIB_A_MIB: u32 = 1_024;
const LAMBDA: &str = "Lambda";
const METADATA: &str = "MetadataExtraction";
const DELIMITER: &str = "AppendDelimiterToRecord";
const JQ: &str = "JQ-1.6";
const DEAGGREGATION: &str = "RecordDeAggregation";
const JSON: &str = "JSON";
const DELIMITED: &str = "DELIMITED";
/// What stands for a line feed where a delimiter is named.
const LINE_FEED: &str = "\\n";

/// Puts the steps into a plan, in the place of those that were there.
pub fn apply(
    plan: &mut DestinationPlan,
    given: &Processing,
    account: &Account,
    profile: Profile,
) -> Result<(), FirehoseError> {
    plan.transformation = None;
    plan.splitting = None;
    (plan.appends_delimiter, plan.delimiter) = (false, None);
    if let Some(partitioning) = &mut plan.partitioning {
        partitioning.keys.clear();
    }
    if given.enabled != Some(true) {
        return Ok(());
    }
    if !(1..=PROCESSORS_MAX).contains(&given.processors.len()) {
        return Err(ArgumentFault::ProcessorCount.into());
    }
    for (place, processor) in given.processors.iter().enumerate() {
        if given.processors[..place].iter().any(|other| other.r#type == processor.r#type) {
            return Err(ArgumentFault::ProcessorTwice { kind: processor.r#type.clone() }.into());
        }
        match processor.r#type.as_str() {
            LAMBDA => plan.transformation = Some(transformation(processor, &plan.kind, account, profile)?),
            METADATA => {
                let keys = keys(processor)?;
                plan.partitioning.as_mut().ok_or(ArgumentFault::MetadataWithoutPartitioning)?.keys = keys;
            }
            DELIMITER => {
                let text = parameter(processor, "Delimiter").map(|text| text.replace(LINE_FEED, "\n"));
                (plan.appends_delimiter, plan.delimiter) = (true, text.filter(|text| text != "\n"));
            }
            DEAGGREGATION => plan.splitting = Some(splitting(processor)?),
            other => return Err(not_simulated(other)),
        }
    }
    Ok(())
}

fn parameter<'a>(processor: &'a Processor, name: &str) -> Option<&'a str> {
    let found = processor.parameters.iter().find(|parameter| parameter.parameter_name == name);
    found.map(|parameter| parameter.parameter_value.as_str())
}

fn splitting(processor: &Processor) -> Result<Splitting, FirehoseError> {
    let missing = |member: &str| FirehoseError::from(ArgumentFault::Missing { member: member.to_owned() });
    let wrong = |member: &str, value: &str| ArgumentFault::Value { member: member.to_owned(), value: value.to_owned() };
    match parameter(processor, "SubRecordType").ok_or_else(|| missing("SubRecordType"))? {
        JSON => Ok(Splitting::Json),
        DELIMITED => {
            let text = parameter(processor, "Delimiter").ok_or_else(|| missing("Delimiter"))?;
            let bytes = BASE64_STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty());
            let bytes = bytes.ok_or_else(|| wrong("Delimiter", text))?;
            let delimiter = String::from_utf8(bytes).map_err(|_| not_simulated("Delimiter"))?;
            Ok(Splitting::Delimited { delimiter })
        }
        other => Err(wrong("SubRecordType", other).into()),
    }
}

fn transformation(
    processor: &Processor,
    kind: &DestinationKind,
    account: &Account,
    profile: Profile,
) -> Result<Transformation, FirehoseError> {
    let arn = parameter(processor, "LambdaArn").ok_or(ArgumentFault::LambdaArnMissing)?;
    let function = function_name(arn, account)?;
    let TransformationHints { size_kib, interval_s, retries } = transformation_hints(kind, profile);
    // A whole number of `part`s, which make up the unit of the parameter.
    let within = |name: &str, (least, most, _): Hint, parts: u32| {
        let Some(text) = parameter(processor, name) else { return Ok(None) };
        let value = of_thousandths(text).map(|value| (value * u64::from(parts) + 500) / 1_000);
        let value = value.and_then(|value| u32::try_from(value).ok()).filter(|value| (least..=most).contains(value));
        let bound = |value: u32| in_thousandths(value, parts);
        let (least, most) = (bound(least), bound(most));
        let fault = || ArgumentFault::LambdaHint { parameter: name.to_owned(), least, most };
        value.map(Some).ok_or_else(fault)
    };
    let buffer_size_kib = within("BufferSizeInMBs", size_kib, KIB_A_MIB)?;
    let buffer_interval_s = within("BufferIntervalInSeconds", interval_s, 1)?;
    if buffer_size_kib.is_some() != buffer_interval_s.is_some() {
        return Err(ArgumentFault::LambdaHintsNeedBoth.into());
    }
    let most = retries.1;
    let retries = within("NumberOfRetries", retries, 1).map_err(|_| ArgumentFault::LambdaRetries { most })?;
    Ok(Transformation { function, buffer_size_kib, buffer_interval_s, retries })
}

/// The name of a function in its ARN, which a version or an alias may follow. Assumed: those of other accounts and Regions
/// are not found.
fn function_name(arn: &str, account: &Account) -> Result<String, ArgumentFault> {
    let parts: Vec<&str> = arn.split(':').collect();
    let (["arn", _, "lambda", region, id, "function", name] | ["arn", _, "lambda", region, id, "function", name, _]) =
        parts[..]
    else {
        return Err(ArgumentFault::LambdaArn { arn: arn.to_owned() });
    };
    if (region, id) != (account.region.as_str(), account.id.as_str()) {
        return Err(ArgumentFault::FunctionNotFound { arn: arn.to_owned() });
    }
    Ok(name.to_owned())
}

/// The keys that the object which jq is asked to make has.
fn keys(processor: &Processor) -> Result<Vec<PartitionQuery>, FirehoseError> {
    let query = parameter(processor, "MetadataExtractionQuery").unwrap_or_default();
    if parameter(processor, "JsonParsingEngine") != Some(JQ) {
        return Err(ArgumentFault::JsonParsingEngine.into());
    }
    let wrong = |_| ArgumentFault::MetadataQuery { query: query.to_owned() };
    Ok(keys_of(query).map_err(wrong)?)
}

/// The steps that a plan stands for; none: nothing is done to records.
pub fn describe(plan: &DestinationPlan, account: &Account, role: &str, profile: Profile) -> Option<Processing> {
    let mut processors = Vec::new();
    let mut step = |kind: &str, parameters: Vec<(&str, String)>| {
        let parameter =
            |(name, value): (&str, String)| Parameter { parameter_name: name.to_owned(), parameter_value: value };
        let parameters = parameters.into_iter().map(parameter).collect();
        processors.push(Processor { r#type: kind.to_owned(), parameters });
    };
    match &plan.splitting {
        None => {}
        Some(Splitting::Json) => step(DEAGGREGATION, vec![("SubRecordType", JSON.to_owned())]),
        Some(Splitting::Delimited { delimiter }) => {
            let delimiter = BASE64_STANDARD.encode(delimiter);
            step(DEAGGREGATION, vec![("SubRecordType", DELIMITED.to_owned()), ("Delimiter", delimiter)]);
        }
    }
    if let Some(partitioning) = plan.partitioning.as_ref().filter(|partitioning| !partitioning.keys.is_empty()) {
        let keys: Vec<_> = partitioning.keys.iter().map(|key| format!("{}:{}", key.name, key.query)).collect();
        let query = format!("{{{}}}", keys.join(","));
        step(METADATA, vec![("MetadataExtractionQuery", query), ("JsonParsingEngine", JQ.to_owned())]);
    }
    if let Some(transformation) = &plan.transformation {
        let hints = transformation_hints(&plan.kind, profile);
        let (region, id, name) = (&account.region, &account.id, &transformation.function);
        let size_kib = transformation.buffer_size_kib.unwrap_or(hints.size_kib.2);
        let interval_s = transformation.buffer_interval_s.unwrap_or(hints.interval_s.2);
        let parameters = vec![
            ("LambdaArn", format!("arn:aws:lambda:{region}:{id}:function:{name}:$LATEST")),
            ("NumberOfRetries", transformation.retries.unwrap_or(hints.retries.2).to_string()),
            ("RoleArn", role.to_owned()),
            ("BufferSizeInMBs", in_thousandths(size_kib, KIB_A_MIB)),
            ("BufferIntervalInSeconds", interval_s.to_string()),
        ];
        step(LAMBDA, parameters);
    }
    if plan.appends_delimiter {
        let named = plan.delimiter.as_ref().map(|text| ("Delimiter", text.replace('\n', LINE_FEED)));
        step(DELIMITER, named.into_iter().collect());
    }
    (!processors.is_empty()).then_some(Processing { enabled: Some(true), processors })
}

/// A number of parts in units of `parts` each, with at most three decimals: each count of KiB has its own number of MiB.
fn in_thousandths(value: u32, parts: u32) -> String {
    let thousandths = (u64::from(value) * 1_000 + u64::from(parts) / 2) / u64::from(parts);
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The thousandths of a decimal number; what is beyond them is left out.
fn of_thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
    let (whole, fraction): (u32, u32) = (number(whole)?, number(&fraction)?);
    Some(u64::from(whole) * 1_000 + u64::from(fraction))
}
