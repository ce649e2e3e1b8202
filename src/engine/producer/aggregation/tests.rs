//! Tests of the format: what was written is read again, and what is spoiled is not.

use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A user record that owns what it is made of.
#[derive(Clone, Debug)]
struct Owned {
    partition_key: String,
    explicit_hash_key: Option<u128>,
    data: Vec<u8>,
    tags: Vec<(String, Option<String>)>,
}

impl Owned {
    fn borrowed(&self) -> UserRecord<'_> {
        UserRecord {
            partition_key: &self.partition_key,
            explicit_hash_key: self.explicit_hash_key.map(HashKey),
            data: &self.data,
            tags: self.tags.iter().map(|(key, value)| Tag { key, value: value.as_deref() }).collect(),
        }
    }
}

fn user_record() -> impl Strategy<Value = Owned> {
    let key = prop_oneof!["[a-c]", "\\PC{0,40}", "é{1,200}"];
    let hash_key = option::of(prop_oneof![0..3_u128, any::<u128>()]);
    let tags = vec((".{0,8}", option::of(".{0,8}")), 0..3);
    (key, hash_key, vec(any::<u8>(), 0..300), tags).prop_map(|(partition_key, explicit_hash_key, data, tags)| Owned {
        partition_key,
        explicit_hash_key,
        data,
        tags,
    })
}

/// `message` between the magic bytes and its digest.
fn sealed(message: &[u8]) -> Vec<u8> {
    [&MAGIC, message, &Md5::digest(message)].concat()
}

proptest! {
    #[test]
    fn what_was_written_is_read_again(records in vec(user_record(), 0..20)) {
        let records: Vec<UserRecord> = records.iter().map(Owned::borrowed).collect();
        let data = aggregate(&records);
        prop_assert_eq!(deaggregate(&data), Some(records));
    }

    #[test]
    fn a_part_of_an_aggregate_is_none(records in vec(user_record(), 0..5), cut in any::<prop::sample::Index>()) {
        let data = aggregate(&records.iter().map(Owned::borrowed).collect::<Vec<_>>());
        let cut = cut.index(data.len());
        prop_assert_eq!(deaggregate(&data[..cut]), None);
        prop_assert!(cut == 0 || deaggregate(&data[cut..]).is_none());
    }

    #[test]
    fn an_aggregate_with_another_bit_is_none(records in vec(user_record(), 0..5), bit in any::<prop::sample::Index>()) {
        let mut data = aggregate(&records.iter().map(Owned::borrowed).collect::<Vec<_>>());
        let bit = bit.index(data.len() * 8);
        data[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(deaggregate(&data), None);
    }

    #[test]
    fn any_message_with_a_right_digest_is_read_without_a_panic(message in vec(any::<u8>(), 0..200)) {
        if let Some(records) = deaggregate(&sealed(&message)) {
            prop_assert!(records.len() <= message.len());
        }
    }

    #[test]
    fn a_spoiled_message_with_a_right_digest_is_read_without_a_panic(
        records in vec(user_record(), 1..4),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let data = aggregate(&records.iter().map(Owned::borrowed).collect::<Vec<_>>());
        let mut message = data[MAGIC.len()..data.len() - DIGEST_BYTES].to_vec();
        for (place, byte) in changes {
            let place = place.index(message.len());
            message[place] = byte;
        }
        if let Some(records) = deaggregate(&sealed(&message)) {
            prop_assert!(records.len() <= message.len());
        }
    }
}

#[test]
fn an_aggregate_has_the_bytes_of_the_format() {
    let explicit = UserRecord { explicit_hash_key: Some(HashKey(7)), ..UserRecord::new("k", b"") };
    let data = aggregate(&[UserRecord::new("k", b"one"), UserRecord::new("é", b"2"), explicit]);
    let message = b"\x0a\x01k\x0a\x02\xc3\xa9\x12\x017\x1a\x07\x08\x00\x1a\x03one\x1a\x05\x08\x01\x1a\x012\x1a\x06\x08\x00\x10\x00\x1a\x00";
    assert_eq!(data, sealed(message));
}

#[test]
fn an_aggregate_may_be_empty_and_hold_a_mebibyte() {
    assert_eq!(deaggregate(&aggregate(&[])), Some(Vec::new()));
    let data = vec![7; 1 << 20];
    let records = [UserRecord::new("k", &data)];
    assert_eq!(deaggregate(&aggregate(&records)), Some(records.to_vec()));
}

#[test]
fn fields_of_later_versions_are_passed_over_and_lists_may_stand_anywhere() {
    let (mut record, mut message) = (Writer::default(), Writer::default());
    // The index is given twice: the last one holds.
    record.number(field::PARTITION_KEY_INDEX, 0);
    record.bytes(field::DATA, b"x");
    record.number(5, u64::MAX);
    record.bytes(6, b"later");
    record.number(field::PARTITION_KEY_INDEX, 1);
    // Fields of four and of eight bytes.
    let record = [record.written(), b"\x3dfour\x39eightbyt"].concat();
    message.bytes(field::RECORDS, &record);
    message.bytes(field::PARTITION_KEY_TABLE, b"a");
    message.bytes(field::PARTITION_KEY_TABLE, b"b");
    message.number(9, 128);
    let whole = sealed(message.written());
    let read = deaggregate(&whole);
    assert_eq!(read, Some(vec![UserRecord::new("b", b"x")]));
}

#[test]
fn messages_that_break_the_format_are_none() {
    let cases: [(&str, &[u8]); 14] = [
        ("an index beyond the list", b"\x0a\x01a\x1a\x04\x08\x01\x1a\x00"),
        ("an explicit index beyond the list", b"\x0a\x01a\x1a\x06\x08\x00\x10\x00\x1a\x00"),
        ("an index of ten bytes", b"\x0a\x01a\x1a\x0d\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x1a\x00"),
        ("a number of eleven bytes", b"\x28\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"),
        ("a number beyond 64 bits", b"\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"),
        ("a length beyond the message", b"\x0a\x02a"),
        ("a length beyond memory", b"\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a"),
        ("a record without partition key", b"\x0a\x01a\x1a\x02\x1a\x00"),
        ("a record without data", b"\x0a\x01a\x1a\x02\x08\x00"),
        ("a partition key that is no text", b"\x0a\x01\xff"),
        ("a hash key that is no number", b"\x12\x01a"),
        ("a list of numbers", b"\x08\x01"),
        ("a group", b"\x0b\x0c"),
        ("a field without number", b"\x00\x00"),
    ];
    for (name, message) in cases {
        assert_eq!(deaggregate(&sealed(message)), None, "{name}");
    }
    assert_eq!(deaggregate(&sealed(b"\x0a\x01a\x1a\x08\x08\x00\x1a\x00\x22\x02\x12\x00")), None, "a tag without key");
}

#[test]
fn what_is_no_aggregate_is_none() {
    for data in [&b""[..], b"hello", &MAGIC, b"\xf3\x89\x9a\xc20123456789abcdef"] {
        assert_eq!(deaggregate(data), None, "{data:?}");
    }
}

#[test]
fn a_key_that_is_named_often_is_kept_once() {
    let key = "k".repeat(1 << 19);
    let records = vec![UserRecord::new(&key, b""); 100_000];
    let data = aggregate(&records);
    assert!(data.len() < 2 << 20);
    let read = deaggregate(&data).unwrap();
    assert_eq!(read.len(), 100_000);
    assert!(read.iter().all(|record| std::ptr::eq(record.partition_key, read[0].partition_key)));
}
