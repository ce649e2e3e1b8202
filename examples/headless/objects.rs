//! `objects`: the objects that delivery streams write, line by line.
//!
//! `{"records":["eyJhIjoxfQo="],"compression":"gzip"}` becomes `{"data":"…"}`, the records one behind another in an object
//! of that compression, data in base64. With `{"records":[…],"format":"parquet_snappy"}` they become a file of columns,
//! those of `columns` or what a crawler finds; records that do not fit are counted, `{"data":"…","rows":1,"failed":0}`. A
//! format and a compression together are refused.

use crate::objects_in_lines::{answer, decode, line_of, read};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use shardscope::engine::firehose::format::columns::{Table, infer};
use shardscope::engine::firehose::format::compression::{Compression, compress};
use shardscope::engine::firehose::format::name::uuid;
use shardscope::engine::firehose::plan::{Column, ColumnFormat};

/// Records, and what is to be made of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    records: Vec<String>,
    #[serde(default)]
    compression: Option<Compression>,
    #[serde(default)]
    format: Option<ColumnFormat>,
    #[serde(default)]
    columns: Vec<Column>,
}

impl Wanted {
    /// Files of columns are compressed inside, which their format says.
    fn check(&self) -> Result<(), String> {
        match (self.format, self.compression) {
            (None, _) if !self.columns.is_empty() => {
                Err("columns: they need a format, such as \"parquet_snappy\"".to_owned())
            }
            (None, _) | (Some(_), None | Some(Compression::Uncompressed)) => Ok(()),
            (Some(_), Some(_)) => {
                Err("format and compression: one or the other. Files of columns are compressed inside, \
                                       as the format says: parquet_gzip, parquet_snappy, orc_zlib or orc_snappy"
                    .to_owned())
            }
        }
    }
}

/// Makes an object of each line of records.
pub fn objects() -> std::io::Result<()> {
    answer(|line| {
        let wanted: Wanted = read(line)?;
        let records: Vec<Vec<u8>> = wanted.records.iter().map(|record| decode(record)).collect::<Result<_, _>>()?;
        wanted.check()?;
        let Some(format) = wanted.format else {
            let data = compress(wanted.compression.unwrap_or_default(), &uuid(0), &records.concat());
            return Ok(line_of(&json!({ "data": STANDARD.encode(data) })));
        };
        let columns = if wanted.columns.is_empty() { infer(&records) } else { wanted.columns };
        let mut table = Table::new(&columns);
        let failed = records.iter().filter(|record| table.push(record).is_err()).count();
        let data = STANDARD.encode(table.file(format));
        Ok(line_of(&json!({ "data": data, "rows": table.rows(), "failed": failed })))
    })
}
