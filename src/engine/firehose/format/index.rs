//! The names of indexes that documents go to, which change with time.
//!
//! Documented: what is put behind the index's name is taken from the arrival time in UTC; weeks begin on Sunday, and the
//! first one of a year is the first with a Saturday in it. The guide's own example of a week, `2016-w08` for 25 February,
//! follows ISO 8601 instead. Assumed: a week that begins in one year and ends in the next belongs to the latter.

use super::timestamp::Pattern;
use crate::engine::firehose::plan::{DestinationKind, IndexRotation};

impl IndexRotation {
    /// What is put behind the index's name.
    const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::NoRotation => None,
            Self::OneHour => Some("-yyyy-MM-dd-HH"),
            Self::OneDay => Some("-yyyy-MM-dd"),
            Self::OneWeek => Some("-YYYY-'w'ww"),
            Self::OneMonth => Some("-yyyy-MM"),
        }
    }
}

impl DestinationKind {
    /// The index to which a document goes that arrived so many seconds after 1970; nothing where there are no indexes.
    pub fn index_at(&self, unix_s: u64) -> Option<String> {
        let (Self::Elasticsearch { index, rotation } | Self::OpenSearch { index, rotation }) = self else {
            return None;
        };
        let mut name = index.clone();
        if let Some(pattern) = rotation.pattern() {
            Pattern::parse(pattern).expect("it is a pattern").push(&mut name, unix_s);
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(rotation: IndexRotation, unix_s: u64) -> String {
        DestinationKind::OpenSearch { index: "myindex".to_owned(), rotation }.index_at(unix_s).unwrap()
    }

    /// The guide's examples, of 25 February 2016, 13:00, but for the week: see above.
    #[test]
    fn names_are_those_of_the_guide() {
        use IndexRotation as R;
        let wanted = ["", "-2016-02-25-13", "-2016-02-25", "-2016-w09", "-2016-02"];
        for (rotation, suffix) in
            [R::NoRotation, R::OneHour, R::OneDay, R::OneWeek, R::OneMonth].into_iter().zip(wanted)
        {
            assert_eq!(name(rotation, 1_456_405_200), format!("myindex{suffix}"));
        }
        assert_eq!(DestinationKind::S3.index_at(0), None);
    }

    #[test]
    fn weeks_begin_on_sunday_and_years_with_their_first_saturday() {
        let day = |days: u64| name(IndexRotation::OneWeek, days * 86_400);
        // Saturday, 26 December 2015, and the Sunday, Thursday and Friday after it; Saturday and Sunday of January.
        let days = [16_795, 16_796, 16_800, 16_801, 16_802, 16_803].map(day);
        let weeks = ["2015-w52", "2016-w01", "2016-w01", "2016-w01", "2016-w01", "2016-w02"];
        assert_eq!(days, weeks.map(|week| format!("myindex-{week}")));
    }
}
