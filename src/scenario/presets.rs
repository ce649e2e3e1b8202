//! The ready scenarios. The files in `static/scenarios` say the same; here they need no reader of files.

use super::file::{Scenario, VERSION};
use crate::engine::api::choices::StreamMode;
use crate::engine::limits::Profile;
use crate::engine::plan::{Plan, ProducerPlan, StreamPlan};
use crate::engine::producer::ProducerKind;
use crate::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};

/// A ready scenario.
#[derive(Debug)]
pub struct Preset {
    /// Its name; the catalogues have `scenario-NAME` and `scenario-NAME-about`.
    pub name: &'static str,
    /// The id of its title in the catalogues.
    pub title: &'static str,
    /// The id of what it shows.
    pub about: &'static str,
    shards: u32,
    mode: Option<StreamMode>,
    rate_records_per_s: u32,
    record_size: RecordSize,
    keys: fn() -> KeyModel,
}

macro_rules! preset {
    ($name:literal, $shards:literal, $mode:expr, $rate:literal, $record_size:expr, $keys:expr) => {
        Preset {
            name: $name,
            title: concat!("scenario-", $name),
            about: concat!("scenario-", $name, "-about"),
            shards: $shards,
            mode: $mode,
            rate_records_per_s: $rate,
            record_size: $record_size,
            keys: $keys,
        }
    };
}

/// The ready scenarios; the first is what the page starts with.
pub static PRESETS: &[Preset] = &[
    preset!("hot-key", 4, None, 2_400, RecordSize::Fixed { bytes: 300 }, one_hot_key),
    preset!("even-load", 4, None, 2_600, RecordSize::LogNormal { median_bytes: 512, sigma: 0.5 }, many_keys),
    preset!("small-records", 4, None, 4_400, RecordSize::Fixed { bytes: 100 }, many_keys),
    preset!("large-records", 4, None, 16, RecordSize::Fixed { bytes: 400_000 }, many_keys),
    preset!("time-to-split", 2, None, 2_600, RecordSize::Fixed { bytes: 300 }, many_keys),
    preset!("on-demand", 4, Some(StreamMode::OnDemand), 6_000, RecordSize::Fixed { bytes: 300 }, many_keys),
];

/// The names of the ready pipelines, whose files come after the first picture (see [`super::ready`]).
pub const PIPELINE_NAMES: &[&str] = &[
    "kpl-and-puts",
    "shared-and-fan-out",
    "worker-crash",
    "idle-workers",
    "poison-record",
    "duplicate-after-timeout",
    "agent-rotation",
    "parent-before-child",
];

/// The names of the ready delivery streams, whose files come after the first picture too.
pub const FIREHOSE_NAMES: &[&str] = &[
    "size-wins",
    "interval-wins",
    "missing-newline",
    "transform-fails",
    "destination-down",
    "small-files",
    "competing-for-reads",
];

fn one_hot_key() -> KeyModel {
    KeyModel::HotKey { keys: 1_000, share: 0.5, hot_key: "user-42".to_owned() }
}

const fn many_keys() -> KeyModel {
    KeyModel::Uniform { keys: 10_000 }
}

impl Preset {
    /// The scenario.
    pub fn scenario(&self) -> Scenario {
        let traffic = Traffic {
            rate_records_per_s: self.rate_records_per_s,
            arrivals: ArrivalModel::Poisson,
            shape: Shape::Steady,
            burst: None,
            record_size: self.record_size.clone(),
            template: None,
            keys: (self.keys)(),
            retry: Retry::None,
        };
        let plan = Plan {
            seed: 7,
            limits: Profile::default(),
            stream: Some(StreamPlan { name: "clickstream".to_owned(), shards: self.shards, mode: self.mode }),
            further_streams: Vec::new(),
            producers: vec![ProducerPlan {
                name: "web".to_owned(),
                stream: None,
                delivery_stream: None,
                kind: ProducerKind::Sdk,
                traffic,
            }],
            consumers: Vec::new(),
            stores: Vec::new(),
            delivery_streams: Vec::new(),
            functions: Vec::new(),
        };
        Scenario { version: VERSION, name: self.name.to_owned(), plan }
    }

    /// The preset called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_files_say_the_same() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
        for preset in PRESETS {
            let text = std::fs::read_to_string(folder.join(format!("{}.json", preset.name))).unwrap();
            assert_eq!(Scenario::parse(&text), Ok(preset.scenario()), "{}", preset.name);
        }
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let is_scenario = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "json");
        assert_eq!(paths.filter(is_scenario).count(), PRESETS.len());
    }
}
