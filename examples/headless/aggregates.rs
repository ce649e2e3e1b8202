//! `aggregate` and `deaggregate`: aggregated records of the Kinesis Producer Library, line by line.
//!
//! `{"records":[{"partition_key":"k","explicit_hash_key":"7","data":"aGVsbG8="}]}` and `{"data":"…"}` become each other,
//! data in base64; a record may do without explicit hash key and may have tags. A line that is neither, or no aggregated
//! record, becomes `{"error":"…"}`, and the next line is read as if it had not been there. An empty line is not answered.

use crate::lines;
use crate::objects_in_lines::{answer, decode, line_of, read};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use shardscope::engine::hash::HashKey;
use shardscope::engine::producer::aggregation::{self, Tag, UserRecord};

/// User records, as a line has them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Records {
    records: Vec<Record>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    partition_key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    explicit_hash_key: Option<HashKey>,
    data: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<WrittenTag>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTag {
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// The data of an aggregated record, as a line has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aggregate {
    data: String,
}

/// Makes an aggregated record of each line of user records.
pub fn aggregate() -> std::io::Result<()> {
    answer(|line| {
        let Records { records } = read(line)?;
        let data: Vec<Vec<u8>> = records.iter().map(|record| decode(&record.data)).collect::<Result<_, _>>()?;
        let records: Vec<UserRecord> = records.iter().zip(&data).map(|(record, data)| record.with(data)).collect();
        Ok(line_of(&Aggregate { data: STANDARD.encode(aggregation::aggregate(&records)) }))
    })
}

/// Takes the aggregated record of each line apart.
pub fn deaggregate() -> std::io::Result<()> {
    answer(|line| {
        let Aggregate { data } = read(line)?;
        let data = decode(&data)?;
        let records = aggregation::deaggregate(&data).ok_or("not an aggregated record")?;
        let named: usize = records.iter().map(|record| record.partition_key.len()).sum();
        if named > lines::BYTES_MAX {
            return Err(format!("the answer would have more than {} bytes", lines::BYTES_MAX));
        }
        Ok(line_of(&Records { records: records.iter().map(Record::of).collect() }))
    })
}

impl Record {
    fn with<'a>(&'a self, data: &'a [u8]) -> UserRecord<'a> {
        let tag = |tag: &'a WrittenTag| Tag { key: &tag.key, value: tag.value.as_deref() };
        UserRecord {
            explicit_hash_key: self.explicit_hash_key,
            tags: self.tags.iter().map(tag).collect(),
            ..UserRecord::new(&self.partition_key, data)
        }
    }

    fn of(record: &UserRecord) -> Self {
        let tag = |tag: &Tag| WrittenTag { key: tag.key.to_owned(), value: tag.value.map(str::to_owned) };
        Self {
            partition_key: record.partition_key.to_owned(),
            explicit_hash_key: record.explicit_hash_key,
            data: STANDARD.encode(record.data),
            tags: record.tags.iter().map(tag).collect(),
        }
    }
}
