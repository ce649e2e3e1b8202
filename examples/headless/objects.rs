//! `objects`: the objects that delivery streams write, line by line.
//!
//! `{"records":["eyJhIjoxfQo="],"compression":"gzip"}` becomes `{"data":"…"}`, the records one behind another in an object
//! of that compression, data in base64. With `{"records":[…],"format":"parquet_snappy"}` they become a file of columns,
//! those of `columns` or what a crawler finds; records that do not fit are counted, `{"data":"…","rows":1,"failed":0}`.

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
    compression: Compression,
    #[serde(default)]
    format: Option<ColumnFormat>,
    #[serde(default)]
    columns: Vec<Column>,
}

/// Makes an object of each line of records.
pub fn objects() -> std::io::Result<()> {
    answer(|line| {
        let wanted: Wanted = read(line)?;
        let records: Vec<Vec<u8>> = wanted.records.iter().map(|record| decode(record)).collect::<Result<_, _>>()?;
        let Some(format) = wanted.format else {
            let data = compress(wanted.compression, &uuid(0), &records.concat());
            return Ok(line_of(&json!({ "data": STANDARD.encode(data) })));
        };
        let columns = if wanted.columns.is_empty() { infer(&records) } else { wanted.columns };
        let mut table = Table::new(&columns);
        let failed = records.iter().filter(|record| table.push(record).is_err()).count();
        let data = STANDARD.encode(table.file(format));
        Ok(line_of(&json!({ "data": data, "rows": table.rows(), "failed": failed })))
    })
}
