//! What is converted, and what fails; the bytes of files are read back by others.

use super::*;
use proptest::prelude::*;

const ORC: &str = "4f5243ffa0ff80fd01d8040effa0000000000000e03f0000000065cdcd41ffc0c3a9fe02000a060800100118020a06080110\
         0118020a060801100218050a060800100318020a060801100318100a060800100418020a060801100418020a060802100418\
         031202080012020800120208001202080012020800080310791a0a080310001822205428032221080c1204010203041a0379\
         65731a05636f756e741a0570726963651a044e616d652202080022020804220208062202080730033a04080350003a040802\
         50013a04080350003a04080250013a0408025001400008651000188080102202000c280082f403034f524315";
const PARQUET: &str = "504152311500150e150e2c15061500150615060000020000000305011500153c153c2c150615001506150600000200000006\
         01ffffffffffffffff2c0100000000000007000000000000001500152c152c2c150615001506150600000200000003050000\
         00000000e03f0000000065cdcd411500152015202c1506150015061506000002000000030302000000c3a900000000150219\
         5c480b686976655f736368656d6115080015002502180379657300150425021805636f756e7400150a250218057072696365\
         00150c250218044e616d652500001606191c194c26081c15001925000619180379657315001606163016302608000026381c\
         150419250006191805636f756e7415001606165e165e263800002696011c150a19250006191805707269636515001606164e\
         164e269601000026e4011c150c192500061918044e616d65150016061642164226e4010000169e02160600280a5368617264\
         73636f706500d100000050415231";

fn columns() -> Vec<Column> {
    [
        ("yes", ColumnKind::Boolean),
        ("count", ColumnKind::Bigint),
        ("price", ColumnKind::Double),
        ("Name", ColumnKind::String),
    ]
    .map(|(name, kind)| Column { name: name.to_owned(), kind })
    .to_vec()
}

#[test]
fn records_that_fit_are_converted() {
    let mut table = Table::new(&columns());
    for record in [
        r#"{"yes":true,"count":1,"price":1.5,"Name":"x","other":[1]}   "#,
        r#"{"YES":"False","Count":"-12","price":"2e3","name":7}"#,
        r#"{"count":9223372036854775807,"price":3,"name":{"a" : 1}}"#,
        r#"{"yes":null}"#,
        "{}",
        "{\"count\":1}{\"count\":2}\n{\"count\":3}\n",
    ] {
        assert_eq!(table.push(record.as_bytes()), Ok(()), "{record}");
    }
    assert_eq!(table.rows(), 8);
    let cells = &table.cells;
    assert_eq!(cells[0].booleans, [true, false]);
    assert_eq!(cells[1].numbers, [1, (-12_i64).cast_unsigned(), i64::MAX.cast_unsigned(), 1, 2, 3]);
    assert_eq!(cells[2].numbers, [1.5_f64, 2e3, 3.0].map(f64::to_bits));
    assert_eq!(cells[3].texts, b"x7{\"a\" : 1}");
    assert_eq!(cells[3].is_present, [true, true, true, false, false, false, false, false]);
}

#[test]
fn records_that_do_not_fit_say_why() {
    let mut table = Table::new(&columns());
    let mismatch = |column: &str, value: &str| ConversionFault::Mismatch { column: column.into(), value: value.into() };
    for (record, fault) in [
        ("", ConversionFault::Empty),
        (" \n", ConversionFault::Empty),
        ("x", ConversionFault::Malformed),
        ("{\"count\":1}x", ConversionFault::Malformed),
        ("7", ConversionFault::Primitive),
        ("[{\"count\":1}]", ConversionFault::Array),
        ("{\"count\":\"oops\"}", mismatch("count", "\"oops\"")),
        ("{\"count\":1.5}", mismatch("count", "1.5")),
        ("{\"count\":9223372036854775808}", mismatch("count", "9223372036854775808")),
        ("{\"price\":\"inf\"}", mismatch("price", "\"inf\"")),
        ("{\"yes\":1}", mismatch("yes", "1")),
        ("{\"count\":1}{\"price\":true}", mismatch("price", "true")),
        ("{\"count\":[]}", mismatch("count", "[]")),
    ] {
        assert_eq!(check(record.as_bytes(), &columns()), Err(fault.clone()), "{record}");
        assert_eq!(table.push(record.as_bytes()), Err(fault), "{record}");
    }
    assert_eq!((table.rows(), table.cells[1].values()), (0, 0));
    let fault = mismatch("price", "\"oops\"");
    assert_eq!(fault.code(), "DataFormatConversion.MalformedData");
    assert_eq!(fault.message(), "Data does not match the schema. For input string: \"oops\"");
}

/// Apache's own readers (of Arrow 26) give these rows back of these files.
#[test]
fn files_are_those_that_apache_reads() {
    let mut table = Table::new(&columns());
    for record in [
        r#"{"yes":true,"count":-1,"price":0.5,"name":"é"}"#,
        r#"{"count":300,"name":""}"#,
        r#"{"yes":false,"count":7,"price":1e9}"#,
    ] {
        table.push(record.as_bytes()).unwrap();
    }
    for (format, wanted) in [(ColumnFormat::OrcNone, ORC), (ColumnFormat::ParquetUncompressed, PARQUET)] {
        let hexadecimal: Vec<String> = table.file(format).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hexadecimal.concat(), wanted, "{format:?}");
    }
}

#[test]
fn a_crawler_finds_columns() {
    let records = [r#"{"B":1,"a":1,"c":null,"d":true,"e":1}"#, "no JSON", r#"{"b":1.5,"a":2,"d":"x","f":[],"e":9e99}"#];
    let found = infer(records);
    let found: Vec<_> = found.iter().map(|column| (column.name.as_str(), column.kind)).collect();
    let wanted = [
        ("b", ColumnKind::Double),
        ("a", ColumnKind::Bigint),
        ("c", ColumnKind::String),
        ("d", ColumnKind::String),
        ("e", ColumnKind::Double),
        ("f", ColumnKind::String),
    ];
    assert_eq!(found, wanted);
}

proptest! {
    #[test]
    fn what_a_crawler_saw_is_converted(records in prop::collection::vec(
        prop::collection::btree_map("[ab]", prop_oneof![
            any::<Option<i64>>().prop_map(serde_json::Value::from),
            any::<Option<bool>>().prop_map(serde_json::Value::from),
            any::<i16>().prop_map(|number| (f64::from(number) / 8.0).into()),
            any::<String>().prop_map(serde_json::Value::from),
        ], 0..3), 1..6)) {
        let records: Vec<String> = records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
        let columns = infer(&records);
        let mut table = Table::new(&columns);
        for record in &records {
            prop_assert_eq!(table.push(record.as_bytes()), Ok(()));
        }
        prop_assert_eq!(table.rows(), records.len());
        for format in [ColumnFormat::ParquetSnappy, ColumnFormat::OrcZlib] {
            prop_assert!(!table.file(format).is_empty());
        }
    }
}
