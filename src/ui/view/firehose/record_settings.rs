//! The settings of what is done with records on their way: delimiter, conversion into columns, dynamic partitioning.

use super::destination::Edit;
use super::field::{Choice, Field, Flag, Reads};
use super::partition_keys;
use crate::engine::firehose::plan::{
    Column, ColumnFormat, ColumnKind, Conversion, DestinationKind, DestinationPlan, PartitionQuery, Partitioning,
    Splitting,
};
use crate::ui::app::Context;
use yew::prelude::*;

/// No choice of those that there are.
const NONE: &str = "none";

const FORMATS: [(&str, &str, ColumnFormat); 6] = [
    ("parquet-snappy", "Parquet, SNAPPY", ColumnFormat::ParquetSnappy),
    ("parquet-gzip", "Parquet, GZIP", ColumnFormat::ParquetGzip),
    ("parquet-none", "Parquet, UNCOMPRESSED", ColumnFormat::ParquetUncompressed),
    ("orc-snappy", "ORC, SNAPPY", ColumnFormat::OrcSnappy),
    ("orc-zlib", "ORC, ZLIB", ColumnFormat::OrcZlib),
    ("orc-none", "ORC, NONE", ColumnFormat::OrcNone),
];

/// Hive's names of the types of columns.
const COLUMN_KINDS: [(&str, ColumnKind); 4] = [
    ("boolean", ColumnKind::Boolean),
    ("bigint", ColumnKind::Bigint),
    ("double", ColumnKind::Double),
    ("string", ColumnKind::String),
];

/// The fields.
pub fn settings(page: &Context, edit: &Edit, plan: &DestinationPlan) -> Html {
    let delimit = {
        let edit = edit.clone();
        Callback::from(move |is_on: bool| edit.send(|plan| plan.appends_delimiter = is_on))
    };
    html! {
        <>
            <Flag id="set-delimiter" name="AppendDelimiterToRecord" about="set-delimiter-about" is_on={plan.appends_delimiter} onchange={delimit} />
            if plan.appends_delimiter {
                <Field id="set-delimiter-text" name="Delimiter" about={page.text("set-delimiter-text-about")} value={plan.delimiter.as_deref().map_or_else(String::new, escaped)} reads={Reads::Exact}
                    onchange={edit.text(|plan, text| plan.delimiter = Some(unescaped(&text)).filter(|text| !text.is_empty()))} />
            }
            if plan.kind == DestinationKind::S3 {
                { splitting(page, edit, plan.splitting.as_ref()) }
                { conversion(page, edit, plan.conversion.as_ref()) }
                { partitioning(page, edit, plan.partitioning.as_ref()) }
            }
        </>
    }
}

/// Whether records are taken apart that hold several.
fn splitting(page: &Context, edit: &Edit, present: Option<&Splitting>) -> Html {
    let names = [(NONE, page.text("set-none")), ("JSON", "JSON".to_owned()), ("DELIMITED", "DELIMITED".to_owned())]
        .map(|(value, name)| (value.to_owned(), name));
    let current = match present {
        None => NONE,
        Some(Splitting::Json) => "JSON",
        Some(Splitting::Delimited { .. }) => "DELIMITED",
    };
    let choose_splitting = edit.text(|plan, name| {
        plan.splitting = match name.as_str() {
            "JSON" => Some(Splitting::Json),
            "DELIMITED" => Some(Splitting::Delimited { delimiter: ",".to_owned() }),
            _ => None,
        };
    });
    let delimit = edit.text(|plan, text| plan.splitting = Some(Splitting::Delimited { delimiter: unescaped(&text) }));
    html! {
        <>
            <Choice id="set-splitting" name="RecordDeAggregation.SubRecordType" about="set-splitting-about" names={names.to_vec()} {current} onchange={choose_splitting} />
            if let Some(Splitting::Delimited { delimiter }) = present {
                <Field id="set-splitting-delimiter" name="RecordDeAggregation.Delimiter" about={page.text("set-delimiter-text-about")} value={escaped(delimiter)} reads={Reads::Exact} onchange={delimit} />
            }
        </>
    }
}

/// A delimiter as one types it: line feeds and tabs with a backslash.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t")
}

/// A delimiter that was typed.
fn unescaped(text: &str) -> String {
    let mut letters = text.chars();
    let mut read = String::new();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some(next @ ('n' | 't' | '\\'))) => {
                letters.next();
                read.push(match next {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                });
            }
            _ => read.push(letter),
        }
    }
    read
}

fn conversion(page: &Context, edit: &Edit, present: Option<&Conversion>) -> Html {
    let mut names = vec![(NONE.to_owned(), page.text("set-none"))];
    names.extend(FORMATS.iter().map(|(value, name, _)| ((*value).to_owned(), (*name).to_owned())));
    let format = present.map(|conversion| conversion.format);
    let current = FORMATS.iter().find(|(.., known)| Some(*known) == format).map_or(NONE, |(value, ..)| *value);
    let convert = edit.text(|plan, value| {
        let format = FORMATS.iter().find(|(known, ..)| *known == value).map(|(.., format)| *format);
        if format.is_some() != plan.conversion.is_some() {
            // Columns are gathered by hints of their own.
            (plan.buffering, plan.bucket.buffering) = (None, None);
        }
        plan.conversion = format.map(|format| {
            let known = plan.conversion.take();
            let (table, columns) = known.map(|known| (known.table, known.columns)).unwrap_or_default();
            Conversion { format, table, columns }
        });
    });
    html! {
        <>
            <Choice id="set-conversion" name="DataFormatConversion" about="set-conversion-about" {names} {current} onchange={convert} />
            if let Some(conversion) = present {
                <Field id="set-table" name="SchemaConfiguration" about={page.text("set-table-about")} value={conversion.table.clone()}
                    onchange={edit.text(|plan, text| if let Some(conversion) = &mut plan.conversion { conversion.table = text; })} />
                <Field id="set-columns" name={page.text("set-columns")} about={page.text("set-columns-about")} value={columns_text(&conversion.columns)} reads={Reads::Columns}
                    onchange={edit.text(|plan, text| if let Some(conversion) = &mut plan.conversion { conversion.columns = read_columns(&text).unwrap_or_default(); })} />
            }
        </>
    }
}

fn partitioning(page: &Context, edit: &Edit, present: Option<&Partitioning>) -> Html {
    let partition = edit.text(|plan, text| {
        let keys = read_queries(&text).unwrap_or_default();
        if keys.is_empty() != plan.partitioning.is_none() {
            (plan.buffering, plan.bucket.buffering) = (None, None);
        }
        partition_keys::set_keys(plan, keys);
    });
    let value = present.map_or_else(String::new, queries_text);
    html! { <Field id="set-partitioning" name="DynamicPartitioning" about={page.text("set-partitioning-about")} {value} reads={Reads::Queries} onchange={partition} /> }
}

/// Partition keys as one types them.
fn queries_text(plan: &Partitioning) -> String {
    plan.keys.iter().map(|key| format!("{}={}", key.name, key.query)).collect::<Vec<_>>().join("; ")
}

/// Partition keys that were typed: `name=.query; other=.query`; nothing where a part is none.
pub fn read_queries(text: &str) -> Option<Vec<PartitionQuery>> {
    let key = |part: &str| {
        let (name, query) = part.split_once('=').map(|(name, query)| (name.trim(), query.trim()))?;
        let is_whole = !name.is_empty() && !query.is_empty();
        is_whole.then(|| PartitionQuery { name: name.to_owned(), query: query.to_owned() })
    };
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(key).collect()
}

/// Columns as one types them.
fn columns_text(columns: &[Column]) -> String {
    let kind =
        |column: &Column| COLUMN_KINDS.iter().find(|(_, known)| *known == column.kind).map_or("", |(name, _)| *name);
    columns.iter().map(|column| format!("{} {}", column.name, kind(column))).collect::<Vec<_>>().join(", ")
}

/// Columns that were typed: `name type, other type`; nothing where one is none.
pub fn read_columns(text: &str) -> Option<Vec<Column>> {
    let column = |part: &str| {
        let (name, kind) = part.rsplit_once([' ', ':'])?;
        let kind = COLUMN_KINDS.iter().find(|(known, _)| *known == kind)?.1;
        let name = name.trim_end_matches(|end: char| end == ':' || end.is_whitespace());
        (!name.is_empty()).then(|| Column { name: name.to_owned(), kind })
    };
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partition_keys_are_read_as_they_are_written() {
        let keys = read_queries("type=.type; day = .at").unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(queries_text(&Partitioning { keys }), "type=.type; day=.at");
        assert_eq!(read_queries(""), Some(Vec::new()));
        for wrong in ["nothing", "type=", "=.type", "type=.type; day"] {
            assert_eq!(read_queries(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn delimiters_are_read_as_they_are_written() {
        for text in ["\n", "\t|", "\\n", ", ", "\\"] {
            assert_eq!(unescaped(&escaped(text)), text);
        }
        assert_eq!(unescaped("\\n\\x"), "\n\\x");
    }

    #[test]
    fn columns_are_read_as_they_are_written() {
        let columns = read_columns("user string, n: bigint,score:double").unwrap();
        assert_eq!(columns_text(&columns), "user string, n bigint, score double");
        assert_eq!(read_columns(" "), Some(Vec::new()));
        for wrong in ["user", "user text", " string", "user string, n"] {
            assert_eq!(read_columns(wrong), None, "{wrong}");
        }
    }
}
