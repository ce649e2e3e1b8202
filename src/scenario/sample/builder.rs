//! Builds a [`KeySample`] row by row in bounded memory: checks rows, counts totals, and hands keys to the table.
//!
//! Keys go to the table in batches. Looking up a key among millions waits for memory four times in a row; a batch does
//! each of those steps for many keys at once, and the waits overlap. What is counted is the same.

use super::table::{KeyTable, tag_of};
use super::{
    ColumnChoice, DATA_BYTES_MAX, KEY_CHARACTERS_MAX, KeySample, MAX_KEYS, NAME_BYTES_MAX, RECORDS_MAX, SkipReason,
    Skipped,
};
use crate::engine::hash::HashKey;
use std::cmp::Reverse;

/// The most characters of a label; a longer one is cut.
const LABEL_CHARACTERS_MAX: usize = 256;
/// The longest partition key in bytes: a character of UTF-8 has four at most.
const KEY_BYTES_MAX: usize = 4 * KEY_CHARACTERS_MAX as usize;
/// Rows that are looked up together.
const BATCH_ROWS: usize = 64;

/// How much memory a sample may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleBounds {
    /// The most distinct keys kept by name; at least 1.
    pub keys_max: usize,
    /// The most bytes of their names together; at least one longest key, at most 4 GiB.
    pub name_bytes_max: usize,
}

impl Default for SampleBounds {
    fn default() -> Self {
        Self { keys_max: MAX_KEYS, name_bytes_max: NAME_BYTES_MAX }
    }
}

/// Counts rows into a [`KeySample`].
pub struct SampleBuilder {
    label: String,
    columns: ColumnChoice,
    table: KeyTable,
    batch: Vec<BatchRow>,
    /// The keys of the batch, one after the other.
    batch_keys: String,
    records: u64,
    data_bytes: u64,
    rows_read: u64,
    skipped: [Skipped; SkipReason::ALL.len()],
}

/// A row that waits to be counted.
struct BatchRow {
    tag: u64,
    place: Place,
    key_end: usize,
    records: u64,
    data_bytes: u64,
}

/// What is known of where a key stands in the table.
#[derive(Clone, Copy)]
enum Place {
    /// Here, if anywhere, going by its tag.
    Guess(Option<u32>),
    /// Here, going by its name.
    Known(u32),
    /// Probably nowhere, so that its hash key is needed.
    New(HashKey),
}

impl SampleBuilder {
    /// An empty sample called `label`, of the columns `columns`, that will keep to `bounds`.
    pub fn new(label: &str, columns: ColumnChoice, bounds: SampleBounds) -> Self {
        Self {
            label: label.chars().take(LABEL_CHARACTERS_MAX).collect(),
            columns,
            table: KeyTable::new(SampleBounds {
                keys_max: bounds.keys_max.clamp(1, u32::MAX as usize),
                name_bytes_max: bounds.name_bytes_max.clamp(KEY_BYTES_MAX, u32::MAX as usize),
            }),
            batch: Vec::with_capacity(BATCH_ROWS),
            batch_keys: String::new(),
            records: 0,
            data_bytes: 0,
            rows_read: 0,
            skipped: SkipReason::ALL.map(|reason| Skipped { reason, rows: 0, first_line: 0 }),
        }
    }

    /// Counts a row: `weight` records of `key`, each with `size_bytes` of data when the sample has a size column.
    ///
    /// A row that cannot be used changes nothing; hand its reason to [`Self::skip`].
    pub fn add(&mut self, key: &str, weight: u64, size_bytes: Option<u64>) -> Result<(), SkipReason> {
        let size_bytes = self.check(key, weight, size_bytes)?;
        let data_bytes = weight * size_bytes;
        self.records += weight;
        self.data_bytes += data_bytes;
        self.rows_read += 1;
        self.batch_keys.push_str(key);
        self.batch.push(BatchRow {
            tag: tag_of(key),
            place: Place::Guess(None),
            key_end: self.batch_keys.len(),
            records: weight,
            data_bytes,
        });
        if self.batch.len() == BATCH_ROWS {
            self.count_batch();
        }
        Ok(())
    }

    /// Counts a row that begins on `line` as read and not used.
    pub fn skip(&mut self, reason: SkipReason, line: u64) {
        let skipped = &mut self.skipped[reason as usize];
        if skipped.rows == 0 {
            skipped.first_line = line;
        }
        skipped.rows += 1;
        self.rows_read += 1;
    }

    /// The rows counted so far, skipped ones with them.
    pub fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// The sample of all rows that were added.
    pub fn finish(mut self) -> KeySample {
        self.count_batch();
        let KeyTable { mut entries, names, tail, undercount_max, entries_peak, .. } = self.table;
        let distinct_keys = entries_peak.max(entries.len()) as u64;
        // Names break the tie of two keys with one MD5, of which nobody has seen an example in text.
        entries.sort_unstable_by_key(|e| (Reverse(e.records), e.hash, e.name_start));
        KeySample {
            label: self.label,
            columns: self.columns,
            entries,
            names,
            tail,
            records: self.records,
            data_bytes: self.data_bytes,
            distinct_keys,
            undercount_max,
            rows_read: self.rows_read,
            skipped: self.skipped.into_iter().filter(|s| s.rows > 0).collect(),
        }
    }

    /// The size to count, or why the row cannot be used.
    fn check(&self, key: &str, weight: u64, size_bytes: Option<u64>) -> Result<u64, SkipReason> {
        if key.is_empty() {
            return Err(SkipReason::NoKey);
        }
        // A text has no more characters than bytes, so that short keys need not be counted.
        if key.len() as u64 > KEY_CHARACTERS_MAX && key.chars().count() as u64 > KEY_CHARACTERS_MAX {
            return Err(SkipReason::KeyTooLong);
        }
        if weight == 0 {
            return Err(SkipReason::BadWeight);
        }
        if weight > RECORDS_MAX - self.records {
            return Err(SkipReason::TooManyRecords);
        }
        let has_sizes = self.columns.size.is_some();
        match size_bytes {
            Some(size) if has_sizes && size <= DATA_BYTES_MAX => Ok(size),
            _ if has_sizes => Err(SkipReason::BadSize),
            _ => Ok(0),
        }
    }

    /// Counts the rows that wait: first where each key probably is, then whether it is there, then the counting itself.
    fn count_batch(&mut self) {
        for row in &mut self.batch {
            row.place = Place::Guess(self.table.guess(row.tag));
        }
        let mut key_start = 0;
        for row in &mut self.batch {
            let key = &self.batch_keys[key_start..row.key_end];
            row.place = match row.place {
                Place::Guess(Some(position)) if self.table.is_at(position, key) => Place::Known(position),
                _ => Place::New(HashKey::of(key)),
            };
            key_start = row.key_end;
        }
        key_start = 0;
        for row in &self.batch {
            let key = &self.batch_keys[key_start..row.key_end];
            let position = match row.place {
                // A key that came in a moment ago may have moved others; a place is good if the key is still there.
                Place::Known(position) if self.table.is_at(position, key) => position,
                Place::New(hash) => self.table.find_or_insert(key, row.tag, hash),
                _ => self.table.find_or_insert(key, row.tag, HashKey::of(key)),
            };
            self.table.count(position, row.records, row.data_bytes);
            key_start = row.key_end;
        }
        self.batch.clear();
        self.batch_keys.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn build(rows: &[(String, u64)], bounds: SampleBounds) -> KeySample {
        let mut builder = SampleBuilder::new("test", ColumnChoice::default(), bounds);
        for (key, weight) in rows {
            builder.add(key, *weight, None).unwrap();
        }
        builder.finish()
    }

    #[test]
    fn rows_of_one_key_add_up_and_the_hottest_key_comes_first() {
        let columns = ColumnChoice { size: Some("bytes".into()), ..ColumnChoice::default() };
        let mut builder = SampleBuilder::new("test", columns, SampleBounds::default());
        for (key, weight, size) in [("b", 1, 10), ("a", 2, 7), ("b", 2, 5), ("c", 2, 0)] {
            builder.add(key, weight, Some(size)).unwrap();
        }
        let sample = builder.finish();
        // a hashes to 0x0cc1..., c to 0x4a8a...: the lower hash key first among equals.
        let entries: Vec<_> =
            (0..sample.len()).map(|i| (sample.name(i), sample.records(i), sample.mean_size_bytes(i))).collect();
        assert_eq!(entries, [("b", 3, Some(7)), ("a", 2, Some(7)), ("c", 2, Some(0))]);
        assert_eq!(sample.hash(0), HashKey::of("b"));
        assert_eq!((sample.total_records(), sample.total_data_bytes()), (7, 34));
        assert!(sample.distinct_is_exact() && sample.tail().is_empty() && sample.undercount_max() == 0);
    }

    #[test]
    fn rows_that_cannot_be_used_say_why() {
        let columns = ColumnChoice { size: Some("bytes".into()), ..ColumnChoice::default() };
        let mut builder = SampleBuilder::new("test", columns, SampleBounds::default());
        let longest = "é".repeat(256);
        let too_long = "é".repeat(257);
        for (key, weight, size, expected) in [
            ("", 1, Some(1), Err(SkipReason::NoKey)),
            (&longest, 1, Some(1), Ok(())),
            (&too_long, 1, Some(1), Err(SkipReason::KeyTooLong)),
            ("k", 0, Some(1), Err(SkipReason::BadWeight)),
            ("k", RECORDS_MAX, Some(1), Err(SkipReason::TooManyRecords)),
            ("k", RECORDS_MAX - 1, Some(DATA_BYTES_MAX), Ok(())),
            ("k", 1, Some(1), Err(SkipReason::TooManyRecords)),
        ] {
            assert_eq!(builder.add(key, weight, size), expected, "{weight} {size:?}");
        }
        let sample = builder.finish();
        assert_eq!(sample.mean_size_bytes(0), Some(DATA_BYTES_MAX as u32));
        let mut builder = SampleBuilder::new("test", sample.columns().clone(), SampleBounds::default());
        assert_eq!(builder.add("k", 1, None), Err(SkipReason::BadSize));
        assert_eq!(builder.add("k", 1, Some(DATA_BYTES_MAX + 1)), Err(SkipReason::BadSize));
    }

    proptest! {
        #[test]
        fn a_full_table_keeps_its_promises(
            rows in prop::collection::vec((0_u32..400, 1_u64..9), 1..600),
            keys_max in 1_usize..40,
        ) {
            // Squared numbers make low ones frequent, as real keys are.
            let rows: Vec<_> = rows.iter().map(|(n, weight)| (format!("key-{}", n * n / 1000), *weight)).collect();
            let sample = build(&rows, SampleBounds { keys_max, ..SampleBounds::default() });
            let mut truth = BTreeMap::<&str, u64>::new();
            for (key, weight) in &rows {
                *truth.entry(key).or_default() += weight;
            }
            prop_assert!(sample.len() <= keys_max);
            prop_assert_eq!(sample.distinct_is_exact(), truth.len() <= keys_max);
            prop_assert!(sample.distinct_keys() <= truth.len() as u64);
            let kept: u64 = (0..sample.len()).map(|i| sample.records(i)).sum();
            let tail: u64 = sample.tail().iter().map(|b| b.records).sum();
            prop_assert_eq!(kept + tail, rows.iter().map(|row| row.1).sum::<u64>());
            for i in 0..sample.len() {
                let count = truth.remove(sample.name(i)).unwrap();
                prop_assert!(sample.records(i) <= count && count <= sample.records(i) + sample.undercount_max());
            }
            prop_assert!(truth.values().all(|count| *count <= sample.undercount_max()));
        }
    }

    #[test]
    fn names_keep_to_their_bytes_too() {
        let rows: Vec<_> = (0..1000).map(|n| (format!("{n:0>200}"), 1)).collect();
        let bounds = SampleBounds { name_bytes_max: 2000, ..SampleBounds::default() };
        let sample = build(&rows, bounds);
        assert!(sample.names.len() <= 2000 && !sample.distinct_is_exact());
        assert_eq!(sample.distinct_keys(), 10);
        let tail_key_bytes: u64 = sample.tail().iter().map(|b| b.key_bytes).sum();
        assert_eq!(tail_key_bytes + sample.names.len() as u64, 200_000);
    }
}
