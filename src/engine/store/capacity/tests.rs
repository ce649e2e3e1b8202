//! What each kind of store takes at once, over time, and how long it takes.

use super::*;

/// A run of as many records as items.
fn run(items: u64, item_bytes: u64) -> Run {
    Run { records: 1..items + 1, items, bytes: items * item_bytes }
}

fn write(capacity: &mut Capacity, run: &Run, second: u64) -> Answer {
    capacity.write([run].into_iter(), false, 1, SimTime(second * 1_000_000))
}

#[test]
fn a_table_takes_its_units_and_what_it_saved() {
    let settings = TableSettings { write_capacity_units: 10, ..TableSettings::default() };
    let mut table = Capacity::new(StoreKind::DynamoDb(settings), SimTime::ZERO);
    // An item of 1.5 KiB counts as two units.
    assert_eq!(write(&mut table, &run(100, 1_536), 0).taken, 5);
    assert_eq!(write(&mut table, &run(100, 100), 0), Answer::refused());
    assert_eq!(write(&mut table, &run(100, 100), 1).taken, 10);
    assert_eq!(write(&mut table, &run(10_000, 100), 1_000).taken, 3_000, "300 seconds are saved");
    let large = run(3, 400 * 1_024);
    assert_eq!([1_001, 1_002].map(|second| write(&mut table, &large, second).taken), [1, 0], "it owes 390 units");
    assert_eq!(write(&mut table, &large, 1_041).taken, 1);
    assert!(table.rejects(&run(3, 400 * 1_024 + 1)));
}

#[test]
fn a_table_takes_25_items_a_request() {
    let settings = TableSettings { connections: 4, latency_ms: 10, ..TableSettings::default() };
    let mut table = Capacity::new(StoreKind::DynamoDb(settings), SimTime::ZERO);
    let answer = write(&mut table, &run(501, 100), 0);
    assert_eq!((answer.taken, answer.writes, answer.wait), (501, 21, Micros::millis(60)));
}

#[test]
fn a_bucket_takes_its_requests() {
    let settings = BucketSettings { puts_per_prefix_per_s: 2, object_size_bytes: 1_024, ..BucketSettings::default() };
    let mut bucket = Capacity::new(StoreKind::S3(settings), SimTime::ZERO);
    let answer = write(&mut bucket, &run(8, 512), 0);
    assert_eq!((answer.taken, answer.writes, answer.refused_writes), (4, 2, 1), "four objects are one too many twice");
    assert_eq!(write(&mut bucket, &run(1, 512), 0), Answer::refused());
    assert_eq!(write(&mut bucket, &run(1, 512), 1).taken, 1);
}

#[test]
fn copies_wait_for_each_other() {
    let mut cluster = Capacity::new(StoreKind::Redshift(ClusterSettings::default()), SimTime::ZERO);
    let small = run(10, 100);
    let waits = [0, 0, 0].map(|second| write(&mut cluster, &small, second).wait.0 / 100_000);
    assert_eq!(waits, [21, 41, 61], "two seconds each, whatever they load");
    let mut cluster = Capacity::new(StoreKind::Redshift(ClusterSettings::default()), SimTime::ZERO);
    assert_eq!(write(&mut cluster, &run(80_000, 1_000), 0).wait, Micros::millis(4_100), "40 MB/s on two nodes");
}

#[test]
fn a_full_bulk_queue_refuses() {
    let settings = DomainSettings { data_nodes: 1, bulk_queue_size: 3, bulk_actions: 100, ..DomainSettings::default() };
    let settings = DomainSettings { documents_per_node_per_s: 100, latency_ms: 0, ..settings };
    let mut domain = Capacity::new(StoreKind::Elasticsearch(settings), SimTime::ZERO);
    let answer = write(&mut domain, &run(500, 100), 0);
    assert_eq!((answer.taken, answer.writes, answer.refused_writes), (300, 3, 1));
    assert_eq!(answer.wait, Micros::seconds(3));
    assert_eq!(write(&mut domain, &run(1, 100), 0), Answer::refused());
    assert_eq!(write(&mut domain, &run(200, 100), 2).taken, 200, "two of three are done");
}

#[test]
fn what_is_slow_takes_longer() {
    for kind in [StoreKind::S3(BucketSettings::default()), StoreKind::Redshift(ClusterSettings::default())] {
        let wait = |slow| {
            Capacity::new(kind, SimTime::ZERO).write([&run(10, 100)].into_iter(), false, slow, SimTime::ZERO).wait
        };
        assert_eq!(wait(7), wait(1) * 7);
    }
}

#[test]
fn a_run_is_split_without_loss() {
    let mut rest = Run { records: 5..12, items: 100, bytes: 999 };
    let first = rest.split_off_first(3);
    assert_eq!((first.records, rest.records.clone()), (5..8, 8..12));
    assert_eq!((first.items + rest.items, first.bytes + rest.bytes), (100, 999));
}
