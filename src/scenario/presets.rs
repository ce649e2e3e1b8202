//! The ready scenarios, as the files in `static/scenarios`.

use super::file::Scenario;

/// A ready scenario.
#[derive(Debug)]
pub struct Preset {
    /// Its name; the catalogues have `scenario-NAME` and `scenario-NAME-about`.
    pub name: &'static str,
    /// The id of its title in the catalogues.
    pub title: &'static str,
    /// The id of what it shows.
    pub about: &'static str,
    /// The file.
    pub json: &'static str,
}

macro_rules! presets {
    ($($name:literal),*) => {
        &[$(Preset {
            name: $name,
            title: concat!("scenario-", $name),
            about: concat!("scenario-", $name, "-about"),
            json: include_str!(concat!("../../static/scenarios/", $name, ".json")),
        }),*]
    };
}

/// The ready scenarios; the first is what the page starts with.
pub const PRESETS: &[Preset] =
    presets!["hot-key", "even-load", "small-records", "large-records", "time-to-split", "on-demand"];

impl Preset {
    /// The scenario.
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(self.json).expect("the shipped scenarios are tested to be valid")
    }

    /// The preset called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }
}
