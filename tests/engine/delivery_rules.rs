//! What plans of delivery streams may be: by the limits in force, and by what stores and keys are called.

use crate::firehose::{begin, destination, direct, hints, logs, sized};
use crate::support::seconds;
use shardscope::engine::command::Command;
use shardscope::engine::error::{Rejection, Rule, Violation};
use shardscope::engine::firehose::buffer::Cause;
use shardscope::engine::firehose::command::DeliveryCommand;
use shardscope::engine::firehose::editions::DESTINATIONS_OF_NOTES;
use shardscope::engine::firehose::format::compression::Compression;
use shardscope::engine::firehose::format::prefix::{PrefixFault, Which};
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{
    BucketPlan, Column, ColumnFormat, ColumnKind, Conversion, DeliveryStreamPlan, DestinationKind, DestinationPlan,
    IndexRotation, PartitionQuery, Partitioning, SourcePlan,
};
use shardscope::engine::firehose::validate::{DELIVERY_STREAMS_MAX, FUNCTIONS_MAX};
use shardscope::engine::limits::{LimitId, Profile};
use shardscope::engine::metrics::sketch::LatencySketch;
use shardscope::engine::plan::Plan;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

const FIELD: &str = "delivery_streams[0].destination";

fn of_kind(kind: DestinationKind) -> DestinationPlan {
    DestinationPlan { kind, ..DestinationPlan::default() }
}

fn refused(plan: &Plan) -> Violation {
    plan.validate().expect_err("it is refused")
}

/// Executes what is refused.
fn refusal(world: &mut World, command: Command) -> Violation {
    match world.execute(command) {
        Err(Rejection::Invalid(violation)) => violation,
        other => panic!("{other:?}"),
    }
}

fn search(index: &str) -> DestinationKind {
    DestinationKind::OpenSearch { index: index.into(), rotation: IndexRotation::NoRotation }
}

fn keyed(key: &str) -> DestinationPlan {
    let bucket = BucketPlan { kms_key: Some(key.into()), ..BucketPlan::default() };
    DestinationPlan { bucket, ..DestinationPlan::default() }
}

/// A prefix, and the names of the keys that queries find.
fn partitioned(prefix: &str, names: &[&str]) -> DestinationPlan {
    let key = |name: &&str| PartitionQuery { name: (*name).to_owned(), query: format!(".{name}") };
    let partitioning = Some(Partitioning { keys: names.iter().map(key).collect() });
    DestinationPlan { partitioning, ..prefixed(prefix, "e/") }
}

fn prefixed(prefix: &str, error_output_prefix: &str) -> DestinationPlan {
    let bucket =
        BucketPlan { prefix: prefix.into(), error_output_prefix: error_output_prefix.into(), ..BucketPlan::default() };
    DestinationPlan { bucket, ..DestinationPlan::default() }
}

/// What only the limits of today have, and the field that says so.
fn later() -> Vec<(DestinationPlan, &'static str, bool)> {
    let extension = || BucketPlan { file_extension: Some(".log".into()), ..BucketPlan::default() };
    vec![
        (of_kind(DestinationKind::HttpEndpoint { url: "https://a/".into() }), "kind", true),
        (of_kind(DestinationKind::Splunk { endpoint: "https://a/".into() }), "kind", true),
        (partitioned("user=!{partitionKeyFromQuery:user}/", &["user"]), "partitioning", false),
        (DestinationPlan { appends_delimiter: true, ..DestinationPlan::default() }, "appends_delimiter", false),
        (DestinationPlan { bucket: extension(), ..DestinationPlan::default() }, "bucket.file_extension", false),
        (
            DestinationPlan { backup_bucket: Some(extension()), ..DestinationPlan::default() },
            "backup_bucket.file_extension",
            false,
        ),
    ]
}

#[test]
fn what_came_later_is_not_in_the_limits_of_the_course_notes() {
    for (destination, field, is_kind) in later() {
        let plan = direct(sized(1, 100), destination.clone());
        assert_eq!(plan.validate(), Ok(()), "{field}");
        let notes = Plan { limits: Profile::CourseNotes, ..plan.clone() };
        let violation = refused(&notes);
        let known = if is_kind { DESTINATIONS_OF_NOTES.map(str::to_owned).to_vec() } else { Vec::new() };
        assert_eq!((violation.field, violation.rule), (format!("{FIELD}.{field}"), Rule::Later { known }));

        let mut world = begin(&direct(sized(1, 100), DestinationPlan::default()));
        world.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
        let set = DeliveryCommand::Set { delivery_stream: "logs".into(), destination: Box::new(destination.clone()) };
        assert_eq!(refusal(&mut world, Command::Delivery(set)).field, format!("destination.{field}"));
        let added = DeliveryStreamPlan { name: "more".into(), source: SourcePlan::DirectPut, destination };
        let add = DeliveryCommand::Add(Box::new(added));
        assert_eq!(refusal(&mut world, Command::Delivery(add)).field, format!("delivery_stream.destination.{field}"));
    }
}

#[test]
fn limits_that_lack_what_there_is_are_not_set() {
    let small = (destination(5, 60), "buffering.size_mib", false);
    let at_once = (destination(64, 0), "buffering.interval_s", false);
    for (destination, field, _) in later().into_iter().chain([small, at_once]) {
        let mut world = begin(&direct(sized(1, 100), destination));
        world.advance_to(seconds(5));
        let (journal, trace) = (world.journal().len(), world.trace());
        let violation = refusal(&mut world, Command::SetLimitsProfile(Profile::CourseNotes));
        assert_eq!(violation.field, format!("logs.destination.{field}"));
        assert_eq!((world.profile(), world.journal().len(), world.trace()), (Profile::Current, journal, trace));
        let remove = DeliveryCommand::Remove { delivery_stream: "logs".into() };
        world.execute(Command::Delivery(remove)).unwrap();
        world.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
    }
    let mut world = begin(&direct(sized(1, 100), destination(64, 90)));
    for profile in [Profile::CourseNotes, Profile::Current] {
        world.execute(Command::SetLimitsProfile(profile)).unwrap();
        assert_eq!(world.present_plan().validate(), Ok(()), "what is saved can be opened");
    }
}

#[test]
fn names_of_indexes_are_those_of_search_domains() {
    let long = |length: usize| "a".repeat(length);
    for name in ["logs", "logs-2026.11", "日志", "a+b_c", &long(255)] {
        assert_eq!(direct(sized(1, 100), of_kind(search(name))).validate(), Ok(()), "{name}");
    }
    let wrong = [
        "",
        ".",
        "..",
        "Logs",
        "_logs",
        "-logs",
        "+logs",
        "a b",
        "a,b",
        "a#b",
        "a/b",
        "a\\b",
        "a*",
        "a?",
        "a\"",
        "<a>",
        "a|b",
        &long(256),
    ];
    for name in wrong {
        let violation = refused(&direct(sized(1, 100), of_kind(search(name))));
        let expected = (format!("{FIELD}.kind.open_search.index"), Rule::IndexName);
        assert_eq!((violation.field, violation.rule), expected, "{name}");
    }
    let elasticsearch = DestinationKind::Elasticsearch { index: "A".into(), rotation: IndexRotation::OneDay };
    let violation = refused(&direct(sized(1, 100), of_kind(elasticsearch)));
    assert_eq!(violation.field, format!("{FIELD}.kind.elasticsearch.index"));
}

#[test]
fn keys_and_addresses_have_their_form() {
    for key in ["arn:aws:kms:us-east-1:123456789012:key/a", "arn:aws:kms:eu-west-1:123456789012:alias/logs"] {
        assert_eq!(direct(sized(1, 100), keyed(key)).validate(), Ok(()), "{key}");
    }
    for key in [
        "",
        "key",
        "alias/logs",
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:us-east-1:123:key/a",
        "arn:aws:kms::123456789012:key/a",
        "arn:aws:kms:us-east-1:123456789012:key/",
        "arn:aws:s3:us-east-1:123456789012:key/a",
    ] {
        let violation = refused(&direct(sized(1, 100), keyed(key)));
        assert_eq!(violation.field, format!("{FIELD}.bucket.kms_key"), "{key}");
        assert!(matches!(violation.rule, Rule::Like { .. }), "{key}");
    }
    for (kind, field) in [
        (DestinationKind::HttpEndpoint { url: "http://a/".into() }, "http_endpoint.url"),
        (DestinationKind::HttpEndpoint { url: "https://".into() }, "http_endpoint.url"),
        (DestinationKind::Splunk { endpoint: "splunk.example.com:8088".into() }, "splunk.endpoint"),
        (DestinationKind::Redshift { table: " ".into(), copy_options: String::new() }, "redshift.table"),
    ] {
        assert_eq!(refused(&direct(sized(1, 100), of_kind(kind))).field, format!("{FIELD}.kind.{field}"));
    }
}

#[test]
fn prefixes_keep_to_their_limit() {
    let with = |length: usize| BucketPlan { error_output_prefix: "e".repeat(length), ..BucketPlan::default() };
    let plan = |bucket| direct(sized(1, 100), DestinationPlan { bucket, ..DestinationPlan::default() });
    assert_eq!(plan(with(512)).validate(), Ok(()));
    let violation = refused(&plan(with(513)));
    let rule = Rule::WithinLimit { limit: LimitId::FirehosePrefixCharacters, allowed: 512 };
    assert_eq!((violation.field, violation.rule), (format!("{FIELD}.bucket.error_output_prefix"), rule));
}

#[test]
fn each_fault_of_a_prefix_is_told_where_it_is() {
    let cluster = DestinationKind::Redshift { table: "clicks".into(), copy_options: String::new() };
    let expression = "!{clock:yyyy}/".to_owned();
    let key = || "k".to_owned();
    for (destination, field, value, fault) in [
        (
            prefixed("a/!{clock:yyyy}/", "e/"),
            "prefix",
            "!{clock:yyyy}/",
            PrefixFault::Expression(Which::Prefix, expression),
        ),
        (prefixed("!{timestamp:yyyy}/", ""), "error_output_prefix", "", PrefixFault::ErrorPrefixMissing),
        (
            prefixed("", "!{timestamp:yyyy}/"),
            "error_output_prefix",
            "!{timestamp:yyyy}/",
            PrefixFault::ErrorTypeMissing,
        ),
        (prefixed("!{partitionKeyFromQuery:k}/", "e/"), "prefix", "k", PrefixFault::KeyWithoutPartitioning(key())),
        (prefixed("!{partitionKeyFromLambda:k}/", "e/"), "prefix", "k", PrefixFault::KeyWithoutPartitioning(key())),
        (partitioned("!{partitionKeyFromQuery:k}/", &[]), "prefix", "k", PrefixFault::UnknownKey(key())),
        (partitioned("a/", &["k"]), "prefix", "k", PrefixFault::UnusedKey(key())),
        (partitioned("a/", &[]), "prefix", "a/", PrefixFault::NoKey),
        (
            DestinationPlan { kind: cluster, ..prefixed("a/", "!{firehose:error-output-type}/") },
            "error_output_prefix",
            "!{firehose:error-output-type}/",
            PrefixFault::ExpressionForCluster(Which::ErrorOutputPrefix),
        ),
    ] {
        let violation = refused(&direct(sized(1, 100), destination));
        let expected = (format!("{FIELD}.bucket.{field}"), value.to_owned(), Rule::Prefix { fault: Box::new(fault) });
        assert_eq!((violation.field, violation.value, violation.rule), expected);
    }
    let backup = |prefix: &str| DestinationPlan {
        backup_bucket: Some(prefixed(prefix, "e/").bucket),
        ..partitioned("!{partitionKeyFromQuery:k}/", &["k"])
    };
    assert_eq!(direct(sized(1, 100), backup("b/")).validate(), Ok(()));
    let violation = refused(&direct(sized(1, 100), backup("!{partitionKeyFromQuery:k}/")));
    assert_eq!(violation.field, format!("{FIELD}.backup_bucket.prefix"), "a copy is not partitioned");
}

#[test]
fn what_does_not_go_together_is_named_with_what_does() {
    let conversion = Conversion { format: ColumnFormat::ParquetSnappy, table: String::new(), columns: Vec::new() };
    let zip = || BucketPlan { compression: Compression::Zip, ..BucketPlan::default() };
    let cluster = DestinationKind::Redshift { table: "clicks".into(), copy_options: String::new() };
    for (destination, field, value, possible) in [
        (
            DestinationPlan { conversion: Some(conversion.clone()), bucket: zip(), ..destination(64, 60) },
            "bucket.compression",
            "ZIP",
            &["UNCOMPRESSED"][..],
        ),
        (DestinationPlan { bucket: zip(), ..of_kind(cluster) }, "bucket.compression", "ZIP", &["UNCOMPRESSED", "GZIP"]),
        (
            DestinationPlan { conversion: Some(conversion.clone()), ..of_kind(search("logs")) },
            "conversion",
            "on",
            &["s3"],
        ),
    ] {
        let violation = refused(&direct(sized(1, 100), destination));
        assert_eq!((violation.field, violation.value), (format!("{FIELD}.{field}"), value.to_owned()));
        let Rule::Beside { possible: told, .. } = violation.rule else { panic!("{:?}", violation.rule) };
        assert_eq!(*told, *possible);
    }
}

#[test]
fn columns_and_partition_keys_have_one_name_each() {
    let column = |name: &str| Column { name: name.to_owned(), kind: ColumnKind::String };
    let converted = |names: [&str; 2]| {
        let columns = names.map(column).to_vec();
        let conversion = Conversion { format: ColumnFormat::OrcZlib, table: String::new(), columns };
        direct(sized(1, 100), DestinationPlan { conversion: Some(conversion), ..destination(64, 60) })
    };
    assert_eq!(converted(["user", "users"]).validate(), Ok(()));
    let violation = refused(&converted(["user", "User"]));
    let expected = (format!("{FIELD}.conversion.columns"), "User".to_owned(), Rule::Unique);
    assert_eq!((violation.field, violation.value, violation.rule), expected, "Hive's columns have no case");
    let violation = refused(&direct(sized(1, 100), partitioned("!{partitionKeyFromQuery:k}/", &["k", "k"])));
    let expected = (format!("{FIELD}.partitioning.keys"), "k".to_owned(), Rule::Unique);
    assert_eq!((violation.field, violation.value, violation.rule), expected);
}

#[test]
fn other_hints_hold_for_what_gathers_already() {
    let mut world = begin(&direct(sized(100, 1_000), destination(128, 900)));
    world.advance_to(seconds(60));
    let set = |world: &mut World, size_mib, interval_s| {
        let destination = Box::new(destination(size_mib, interval_s));
        world.execute(Command::Delivery(DeliveryCommand::Set { delivery_stream: "logs".into(), destination })).unwrap();
    };
    let delivered = |world: &World| {
        logs(world).deliveries.iter().map(|done| (done.cause, done.thresholds.interval)).collect::<Vec<_>>()
    };
    // Some six megabytes are there: more than the new size.
    set(&mut world, 5, 900);
    world.advance_to(seconds(62));
    assert_eq!(delivered(&world), [(Cause::Size, Micros::seconds(900))]);
    // What waits since the sixtieth second is due at once by the new interval.
    set(&mut world, 128, 300);
    world.advance_to(seconds(359));
    assert_eq!(delivered(&world).len(), 1);
    world.advance_to(seconds(363));
    assert_eq!(delivered(&world)[1..], [(Cause::Interval, Micros::seconds(300))]);
    world.advance_to(seconds(500));
    set(&mut world, 128, 60);
    world.advance_to(seconds(502));
    assert_eq!(delivered(&world)[2..], [(Cause::Interval, Micros::seconds(60))]);
    let ages: u64 = logs(&world).ages.values().map(LatencySketch::count).sum();
    assert!(ages <= 1, "but for what came at that instant, all had come before the change: {ages}");
}

#[test]
fn bounds_of_the_simulator_are_called_its_own() {
    let numbered = |number: usize| DeliveryStreamPlan {
        name: format!("d{number}"),
        source: SourcePlan::DirectPut,
        destination: DestinationPlan::default(),
    };
    let plan = |count: usize| Plan {
        delivery_streams: (0..count).map(numbered).collect(),
        ..Plan::empty(1, Profile::Current)
    };
    let own = |max: usize, unit: &str| Rule::OwnBound { max, unit: unit.to_owned() };
    let streams = own(DELIVERY_STREAMS_MAX, "delivery streams");
    assert_eq!(refused(&plan(DELIVERY_STREAMS_MAX + 1)).rule, streams);
    let mut world = begin(&plan(DELIVERY_STREAMS_MAX));
    let add = DeliveryCommand::Add(Box::new(numbered(99)));
    assert_eq!(refusal(&mut world, Command::Delivery(add)).rule, streams);
    let function = |number: usize| {
        let function = world.firehoses().functions()[0].as_ref().clone();
        shardscope::engine::firehose::plan::FunctionPlan { name: format!("f{number}"), ..function }
    };
    let functions = (0..=FUNCTIONS_MAX).map(function).collect();
    assert_eq!(refused(&Plan { functions, ..plan(0) }).rule, own(FUNCTIONS_MAX, "functions"));
}

#[test]
fn a_copy_that_cannot_read_its_objects_fails_until_it_is_skipped() {
    for (compression, options, is_read) in [
        (Compression::Uncompressed, "", true),
        (Compression::Uncompressed, "JSON 'auto'", true),
        (Compression::Uncompressed, "JSON 'auto' GZIP", false),
        (Compression::Gzip, "", false),
        (Compression::Gzip, "JSON 'auto'", false),
        (Compression::Gzip, "json 'auto' gzip", true),
    ] {
        let kind = DestinationKind::Redshift { table: "clicks".into(), copy_options: options.into() };
        let bucket = BucketPlan { compression, ..BucketPlan::default() };
        let destination =
            DestinationPlan { kind, bucket, buffering: Some(hints(5, 60)), retry_s: Some(600), ..Default::default() };
        let mut world = begin(&direct(sized(10, 500), destination));
        world.advance_to(seconds(900));
        let stream = logs(&world);
        let (delivered, failed) = (stream.ledger.delivered.records, stream.ledger.failed.records);
        assert_eq!((delivered > 0, failed > 0), (is_read, !is_read), "{compression:?} {options}");
        stream.ledger.balance(stream.waiting().0);
        if is_read {
            assert_eq!(stream.totals.failed_attempts, 0);
            continue;
        }
        assert_eq!(
            stream.totals.failed_attempts, 4,
            "at once, twice again within ten minutes, and the next one's first"
        );
        let skipped = stream.objects.iter().find(|object| object.route == Route::DeliveryFailed).unwrap();
        let key = world.object_key(stream, skipped).unwrap();
        assert!(key.contains("errors/manifests/"), "{key}");
    }
}

#[test]
fn other_options_let_a_copy_go_on() {
    let kind = |options: &str| DestinationKind::Redshift { table: "clicks".into(), copy_options: options.into() };
    let bucket = || BucketPlan { compression: Compression::Gzip, ..BucketPlan::default() };
    let with = |options: &str| DestinationPlan { kind: kind(options), bucket: bucket(), ..destination(5, 60) };
    let mut world = begin(&direct(sized(10, 500), with("")));
    world.advance_to(seconds(200));
    assert_eq!(logs(&world).ledger.delivered.records, 0);
    let set = DeliveryCommand::Set { delivery_stream: "logs".into(), destination: Box::new(with("GZIP")) };
    world.execute(Command::Delivery(set)).unwrap();
    world.advance_to(seconds(900));
    let ledger = logs(&world).ledger;
    assert!(ledger.delivered.records > 7_000 && ledger.failed.is_empty(), "{ledger:?}");
}
