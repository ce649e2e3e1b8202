//! Buffering hints and retry durations: what each destination allows, and what it takes when nothing is said.
//!
//! The course notes say: 60 seconds at least where a buffer is not full, or 32 MB at once. Their profile has that for S3,
//! Redshift and search domains, though AWS allowed 1 to 128 MB, 5 by default, and 60 to 900 seconds, 300 by default.
//! Documented (Firehose Developer Guide, Buffering hints; of 2018 for the course notes' profile): the other bounds and
//! defaults of S3, Redshift, search domains and Splunk, those of the current HTTP endpoints and of transformations; that
//! a conversion gathers at least 64 MiB, 128 unless something else is said. Assumed: the HTTP endpoint of the course
//! notes' time, and that the backup has the hints of S3 without zero buffering. Retry durations are those of the API
//! model 2015-08-04; the defaults of Splunk and HTTP endpoints, which it does not say, are observed.
//! Leaves out: the hints of partners' endpoints, which have bounds of their own.

use super::plan::DestinationKind;
use crate::engine::limits::Profile;

/// The least, the greatest and the default of a hint.
pub type Hint = (u32, u32, u32);

/// What a destination allows for its buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintBounds {
    /// `SizeInMBs`, each of 1,048,576 bytes.
    pub size_mib: Hint,
    /// `IntervalInSeconds`.
    pub interval_s: Hint,
}

/// What a transformation allows for its buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransformationHints {
    /// `BufferSizeInMBs`, in KiB.
    pub size_kib: Hint,
    /// `BufferIntervalInSeconds`.
    pub interval_s: Hint,
    /// `NumberOfRetries`.
    pub retries: Hint,
}

/// One row of the table: a kind of destination in both profiles.
struct Row {
    course_notes: HintBounds,
    current: HintBounds,
    /// The default retry duration in seconds; none for S3, which is tried for a day.
    retry_s: Option<u32>,
}

/// The longest retry duration of a destination other than S3, in seconds.
const RETRY_S_MAX: u32 = 7_200;
/// The first interval that needs no zero buffering, which neither the backup nor dynamic partitioning has.
pub const INTERVAL_S_WITHOUT_ZERO_BUFFERING: u32 = 60;
/// `SizeInMBs` where records are converted.
pub const CONVERSION_SIZE_MIB: Hint = (64, 128, 128);
/// `SizeInMBs` where records are partitioned by what they hold.
pub const PARTITIONING_SIZE_MIB: Hint = (64, 128, 128);

const OBJECTS: Row = Row {
    course_notes: HintBounds { size_mib: (32, 128, 32), interval_s: (60, 900, 60) },
    current: HintBounds { size_mib: (1, 128, 5), interval_s: (0, 900, 300) },
    retry_s: None,
};
const CLUSTER: Row = Row { retry_s: Some(3_600), ..OBJECTS };
const SEARCH: Row = Row {
    course_notes: HintBounds { size_mib: (32, 100, 32), interval_s: (60, 900, 60) },
    current: HintBounds { size_mib: (1, 100, 5), interval_s: (0, 900, 300) },
    retry_s: Some(300),
};
const ENDPOINT: Row = Row {
    course_notes: HintBounds { size_mib: (1, 64, 5), interval_s: (60, 900, 60) },
    current: HintBounds { size_mib: (1, 64, 5), interval_s: (0, 900, 60) },
    retry_s: Some(300),
};
const SPLUNK: Row = Row {
    course_notes: HintBounds { size_mib: (5, 5, 5), interval_s: (60, 60, 60) },
    current: HintBounds { size_mib: (1, 5, 5), interval_s: (0, 60, 60) },
    retry_s: Some(60),
};

const fn row_of(kind: &DestinationKind) -> &'static Row {
    match kind {
        DestinationKind::S3 => &OBJECTS,
        DestinationKind::Redshift { .. } => &CLUSTER,
        DestinationKind::Elasticsearch { .. } | DestinationKind::OpenSearch { .. } => &SEARCH,
        DestinationKind::HttpEndpoint { .. } => &ENDPOINT,
        DestinationKind::Splunk { .. } => &SPLUNK,
    }
}

/// What a destination of this kind allows for its buffer in `profile`.
pub const fn hints_of(kind: &DestinationKind, profile: Profile) -> HintBounds {
    let row = row_of(kind);
    match profile {
        Profile::CourseNotes => row.course_notes,
        Profile::Current => row.current,
    }
}

/// What the bucket of a backup allows for its buffer.
pub const fn backup_hints(profile: Profile) -> HintBounds {
    let HintBounds { size_mib, interval_s: (_, most, default) } = hints_of(&DestinationKind::S3, profile);
    HintBounds { size_mib, interval_s: (INTERVAL_S_WITHOUT_ZERO_BUFFERING, most, default) }
}

/// What the transformation before a destination of this kind allows for its buffer in `profile`.
pub const fn transformation_hints(kind: &DestinationKind, profile: Profile) -> TransformationHints {
    let retries = (0, 300, 3);
    match profile {
        Profile::CourseNotes => {
            TransformationHints { size_kib: (1_024, 3_072, 3_072), interval_s: (60, 900, 60), retries }
        }
        Profile::Current => {
            // 0.2 and 0.256 MiB.
            let default = if matches!(kind, DestinationKind::Splunk { .. }) { 262 } else { 1_024 };
            TransformationHints { size_kib: (205, 3_072, default), interval_s: (0, 900, 60), retries }
        }
    }
}

/// How long a destination of this kind is tried again, in seconds; `None` for S3, which has no such setting.
pub const fn retry_hint(kind: &DestinationKind) -> Option<Hint> {
    match row_of(kind).retry_s {
        Some(default) => Some((0, RETRY_S_MAX, default)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::IndexRotation;
    use super::*;

    #[test]
    fn every_default_is_allowed() {
        let text = String::new;
        let kinds = [
            DestinationKind::S3,
            DestinationKind::Redshift { table: text(), copy_options: text() },
            DestinationKind::OpenSearch { index: text(), rotation: IndexRotation::default() },
            DestinationKind::HttpEndpoint { url: text() },
            DestinationKind::Splunk { endpoint: text() },
        ];
        for profile in [Profile::CourseNotes, Profile::Current] {
            for kind in &kinds {
                let HintBounds { size_mib, interval_s } = hints_of(kind, profile);
                let transformation = transformation_hints(kind, profile);
                let retry = retry_hint(kind).unwrap_or((0, 0, 0));
                let TransformationHints { size_kib, interval_s: of_function, retries } = transformation;
                for (least, most, default) in [size_mib, interval_s, size_kib, of_function, retries, retry] {
                    assert!((least..=most).contains(&default), "{kind:?} {profile:?}");
                }
            }
        }
    }
}
