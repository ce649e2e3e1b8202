//! What the limits profile of the course notes lacks, because it came later.
//!
//! The notes name three destinations: S3, Redshift and Elasticsearch, which AWS calls `OpenSearch` now. Documented (document
//! history of the Firehose Developer Guide): HTTP endpoints came in 2020, dynamic partitioning and the delimiter with it on
//! 31 August 2021, file extensions and time zones of one's own in 2024. Splunk came in 2017; the notes leave it out, and so
//! does their profile. What differs in its bounds, such as zero buffering, is in [`hints`](super::hints).

use super::plan::{BucketPlan, DestinationKind, DestinationPlan};
use crate::engine::error::{Rule, Violation};
use crate::engine::limits::Profile;

/// The destinations of the course notes, by their names in scenario files.
pub const DESTINATIONS_OF_NOTES: [&str; 4] = ["s3", "redshift", "elasticsearch", "open_search"];

/// Something that came later than the course notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its field in a plan of a destination.
    pub field: &'static str,
    /// What stands there.
    pub value: String,
    /// The API's name for it.
    pub member: &'static str,
}

impl DestinationKind {
    /// Whether a profile has this destination.
    pub fn is_in(&self, profile: Profile) -> bool {
        profile == Profile::Current || DESTINATIONS_OF_NOTES.contains(&self.name())
    }
}

impl DestinationPlan {
    /// What it has that `profile` does not.
    pub fn later_than(&self, profile: Profile) -> Option<Later> {
        if profile == Profile::Current {
            return None;
        }
        let member = match self.kind {
            DestinationKind::Splunk { .. } => "SplunkDestinationConfiguration",
            _ => "HttpEndpointDestinationConfiguration",
        };
        let extension = |bucket: Option<&BucketPlan>| bucket.and_then(|bucket| bucket.file_extension.clone());
        let on = |is_on: bool| is_on.then(|| "on".to_owned());
        let own_kind = (!self.kind.is_in(profile)).then(|| self.kind.name().to_owned());
        let settings = [
            ("kind", own_kind, member),
            ("partitioning", on(self.partitioning.is_some()), "DynamicPartitioningConfiguration"),
            ("appends_delimiter", on(self.appends_delimiter), "AppendDelimiterToRecord"),
            ("bucket.file_extension", extension(Some(&self.bucket)), "FileExtension"),
            ("backup_bucket.file_extension", extension(self.backup_bucket.as_ref()), "FileExtension"),
        ];
        settings.into_iter().find_map(|(field, value, member)| Some(Later { field, value: value?, member }))
    }

    /// Checks that `profile` has all of it; names of fields begin with `field`.
    pub(super) fn check_edition(&self, field: &str, profile: Profile) -> Result<(), Violation> {
        let Some(later) = self.later_than(profile) else {
            return Ok(());
        };
        let known = if later.field == "kind" { &DESTINATIONS_OF_NOTES[..] } else { &[] };
        let known = known.iter().map(|name| (*name).to_owned()).collect();
        Err(Violation::new(format!("{field}.{}", later.field), later.value, Rule::Later { known }))
    }
}
