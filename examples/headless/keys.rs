//! `keys`: how evenly the keys of a file fill shards.

use crate::failure::Failure;
use crate::{arguments, files, note};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use shardscope::engine::limits::Profile;
use shardscope::learn::message::Message;
use shardscope::scenario::import::Preview;
use shardscope::scenario::reasons;
use shardscope::scenario::sample::ColumnChoice;
use shardscope::scenario::skew::{SkewOptions, SkewReport};
use std::path::PathBuf;

/// The arguments of `keys`.
#[derive(Args, Debug)]
pub struct KeysArguments {
    /// A file of CSV, JSON Lines, one JSON array of objects, or one key a line
    file: PathBuf,
    /// The column whose text is the partition key; without it the columns are guessed
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// The column that says how many records a row stands for
    #[arg(long, value_name = "NAME")]
    weight: Option<String>,
    /// The column that says how many bytes of data each record of a row has
    #[arg(long, value_name = "NAME")]
    size: Option<String>,
    /// The number of shards to show one by one
    #[arg(long, default_value = "4", value_parser = arguments::shards)]
    shards: u32,
    /// The rate that the stream should carry, in records per second
    #[arg(long, value_parser = arguments::rate)]
    rate: Option<u32>,
    /// The data of each record when there is no size column
    #[arg(long, value_name = "BYTES", default_value = "512", value_parser = arguments::record_size)]
    record_size: u32,
    /// The edition of AWS's limits
    #[arg(
        long,
        value_name = "PROFILE",
        default_value = arguments::PROFILES[0],
        value_parser = PossibleValuesParser::new(arguments::PROFILES).map(|name| arguments::profile(&name))
    )]
    limits: Profile,
}

/// Reports on a key file; gives the report as JSON.
pub fn keys(arguments: &KeysArguments) -> Result<String, Failure> {
    report(arguments).map_err(|failure| failure.within(arguments.file.display().to_string()))
}

fn report(arguments: &KeysArguments) -> Result<String, Failure> {
    let options = SkewOptions {
        shards: arguments.shards,
        profile: arguments.limits,
        rate_records_per_s: arguments.rate.map(u64::from),
        record_size_bytes: arguments.record_size,
    };
    let sample = files::key_sample(&arguments.file, |preview| choice(arguments, preview))?;
    let report = SkewReport::new(&sample, &options).map_err(|error| reasons::skew(&error))?;
    serde_json::to_string_pretty(&report)
        .map_err(|error| Message::new("headless-unwritable").text("reason", error).into())
}

/// The columns that were asked for. Without a key column, those that were not asked for are guessed.
fn choice(arguments: &KeysArguments, preview: &Preview) -> ColumnChoice {
    if let Some(key) = &arguments.column {
        return ColumnChoice { key: key.clone(), weight: arguments.weight.clone(), size: arguments.size.clone() };
    }
    let suggested = preview.suggested.clone();
    let choice = ColumnChoice {
        key: suggested.key,
        weight: arguments.weight.clone().or(suggested.weight),
        size: arguments.size.clone().or(suggested.size),
    };
    let option = |name: &str, column: &Option<String>| column.as_ref().map(|column| format!("{name} \"{column}\""));
    let parts = [
        Some(format!("--column \"{}\"", choice.key)),
        option("--weight", &choice.weight),
        option("--size", &choice.size),
    ];
    let columns: Vec<_> = parts.into_iter().flatten().collect();
    note(&Message::new("headless-suggested").text("columns", columns.join(" ")));
    choice
}
