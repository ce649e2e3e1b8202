//! What is written about records that failed, and the manifest of `COPY`.
//!
//! Documented: the fields of each kind of line, in this order, and the manifest's. Observed: numbers stand without quotes,
//! and a line ends with a line feed; lines of the conversion have `lastErrorCode` and `lastErrorMessage`, as AWS's guide
//! had them before it wrote `ErrorCode` and `ErrorMessage`. Assumed: records without a partition key have the fields of
//! a function's without `lambdaArn`.

use super::json::push_text;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fmt::Write;

/// A record that failed.
#[derive(Clone, Copy, Debug)]
pub struct FailedRecord<'a> {
    /// At what.
    pub at: FailedAt<'a>,
    /// How often it was tried.
    pub attempts_made: u32,
    /// When it came, in milliseconds since 1970.
    pub arrival_unix_ms: u64,
    /// When the last attempt ended, in milliseconds since 1970.
    pub ended_unix_ms: u64,
    /// AWS's code of the error.
    pub code: &'a str,
    /// AWS's words for it.
    pub message: &'a str,
    /// Its data.
    pub data: &'a [u8],
}

/// At what a record failed, with what is told of that.
#[derive(Clone, Copy, Debug)]
pub enum FailedAt<'a> {
    /// The function that transforms records.
    Function {
        /// Its ARN.
        lambda_arn: &'a str,
    },
    /// Finding its partition.
    Partitioning,
    /// Its conversion into columns.
    Conversion {
        /// Its sequence number; of records that were put into the delivery stream, AWS's number for it there.
        sequence_number: &'a str,
        /// The table.
        table: CatalogTable<'a>,
    },
    /// The index of a search domain.
    Index {
        /// What its document was to be called.
        document_id: &'a str,
        /// The index.
        index: &'a str,
    },
    /// An HTTP endpoint.
    HttpEndpoint {
        /// Its id.
        data_id: &'a str,
    },
    /// Splunk.
    Splunk {
        /// Its id.
        event_id: &'a str,
    },
}

/// A table of the Glue catalogue.
#[derive(Clone, Copy, Debug)]
pub struct CatalogTable<'a> {
    /// The account whose catalogue it is.
    pub catalog_id: &'a str,
    /// The region.
    pub region: &'a str,
    /// `database.table`.
    pub table: &'a str,
}

impl FailedRecord<'_> {
    /// Its line among the errors.
    pub fn line(&self) -> String {
        let (code, message) = match self.at {
            FailedAt::Conversion { .. } => ("lastErrorCode", "lastErrorMessage"),
            _ => ("errorCode", "errorMessage"),
        };
        let mut object = Object::new(self.data.len() * 4 / 3 + 256);
        object.number("attemptsMade", self.attempts_made.into());
        object.number("arrivalTimestamp", self.arrival_unix_ms);
        object.text(code, self.code);
        object.text(message, self.message);
        object.number("attemptEndingTimestamp", self.ended_unix_ms);
        if let FailedAt::Index { document_id, index } = self.at {
            object.text("esDocumentId", document_id);
            object.text("esIndexName", index);
            object.text("esTypeName", "");
        }
        object.text("rawData", &BASE64_STANDARD.encode(self.data));
        match self.at {
            FailedAt::Function { lambda_arn } => object.text("lambdaArn", lambda_arn),
            FailedAt::Partitioning | FailedAt::Index { .. } => {}
            FailedAt::Conversion { sequence_number, table } => {
                object.text("sequenceNumber", sequence_number);
                object.number("subSequenceNumber", 0);
                object.raw("dataCatalogTable", &table.json());
            }
            FailedAt::HttpEndpoint { data_id } => {
                object.number("subsequenceNumber", 0);
                object.text("dataId", data_id);
            }
            FailedAt::Splunk { event_id } => object.text("EventId", event_id),
        }
        object.end() + "\n"
    }
}

impl CatalogTable<'_> {
    fn json(&self) -> String {
        let (database, name) = self.table.split_once('.').unwrap_or(("", self.table));
        let mut object = Object::new(256);
        object.text("catalogId", self.catalog_id);
        object.text("databaseName", database);
        object.text("tableName", name);
        object.text("region", self.region);
        object.text("versionId", "LATEST");
        object.text("catalogArn", &format!("arn:aws:glue:{}:{}:catalog", self.region, self.catalog_id));
        object.end()
    }
}

/// The manifest by which `COPY` loads these objects, `s3://bucket/key` each.
pub fn manifest<'a>(urls: impl IntoIterator<Item = &'a str>) -> String {
    let mut json = String::from("{\"entries\":[");
    for (url, number) in urls.into_iter().zip(0..) {
        json.push_str(if number == 0 { "{\"url\":" } else { ",{\"url\":" });
        push_text(&mut json, url);
        json.push_str(",\"mandatory\":true}");
    }
    json + "]}"
}

/// An object in the making.
struct Object(String);

impl Object {
    fn new(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        push_text(&mut self.0, name);
        self.0.push(':');
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        push_text(&mut self.0, text);
    }

    fn number(&mut self, name: &str, number: u64) {
        self.name(name);
        write!(self.0, "{number}").expect("a string takes all");
    }

    fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.0.push_str(json);
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: FailedAt<'_>) -> String {
        let record = FailedRecord {
            at,
            attempts_made: 4,
            arrival_unix_ms: 1_627_921_286_181,
            ended_unix_ms: 1_627_921_366_634,
            code: "Code",
            message: "It \"failed\".",
            data: b"sample raw data",
        };
        record.line()
    }

    #[test]
    fn lines_have_the_fields_of_aws() {
        let start = r#""attemptsMade":4,"arrivalTimestamp":1627921286181,"errorCode":"Code","errorMessage":"It \"failed\".","attemptEndingTimestamp":1627921366634"#;
        let raw = r#""rawData":"c2FtcGxlIHJhdyBkYXRh""#;
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:f";
        for (at, rest) in [
            (FailedAt::Function { lambda_arn: arn }, format!("{raw},\"lambdaArn\":\"{arn}\"")),
            (FailedAt::Partitioning, raw.to_owned()),
            (
                FailedAt::Index { document_id: "d", index: "i" },
                format!("\"esDocumentId\":\"d\",\"esIndexName\":\"i\",\"esTypeName\":\"\",{raw}"),
            ),
            (FailedAt::HttpEndpoint { data_id: "4.0" }, format!("{raw},\"subsequenceNumber\":0,\"dataId\":\"4.0\"")),
            (FailedAt::Splunk { event_id: "4.0" }, format!("{raw},\"EventId\":\"4.0\"")),
        ] {
            assert_eq!(line(at), format!("{{{start},{rest}}}\n"));
        }
    }

    #[test]
    fn a_line_of_the_conversion_names_the_table() {
        let table = CatalogTable { catalog_id: "123456789012", region: "us-east-1", table: "db.events" };
        let json: serde_json::Value =
            serde_json::from_str(&line(FailedAt::Conversion { sequence_number: "49", table })).unwrap();
        assert_eq!(json["lastErrorCode"], "Code");
        assert_eq!(json["sequenceNumber"], "49");
        assert_eq!(json["dataCatalogTable"]["databaseName"], "db");
        assert_eq!(json["dataCatalogTable"]["tableName"], "events");
    }

    #[test]
    fn a_manifest_lists_objects() {
        let wanted = r#"{"entries":[{"url":"s3://b/1","mandatory":true},{"url":"s3://b/\"2\"","mandatory":true}]}"#;
        assert_eq!(manifest(["s3://b/1", "s3://b/\"2\""]), wanted);
        assert_eq!(manifest([]), r#"{"entries":[]}"#);
    }
}
