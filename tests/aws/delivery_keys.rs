//! Keys of AWS KMS by which objects are encrypted: a bucket takes nothing while its key cannot be used.

use crate::talk::Talk;
use serde_json::json;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::{KeySources, World};
use shardscope::scenario::file::Scenario;

/// A producer that calls a delivery stream.
const LAKE: &str = r#"{ "version": 1, "name": "lake", "plan": { "seed": 1,
    "producers": [{ "name": "web", "delivery_stream": "lake", "traffic": { "rate_records_per_s": 50, "keys": { "uniform": { "keys": 10 } } } }],
    "delivery_streams": [{ "name": "lake" }] } }"#;

#[test]
fn a_bucket_whose_key_is_disabled_takes_nothing_until_it_is_enabled() {
    let mut talk = Talk { world: World::empty(1, Profile::Current) };
    let key = talk.done("CreateKey", &json!({}))["KeyMetadata"]["Arn"].clone();
    let destination = json!({
        "RoleARN": "arn:aws:iam::123456789012:role/firehose",
        "BucketARN": "arn:aws:s3:::b",
        "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 },
        "EncryptionConfiguration": { "KMSEncryptionConfig": { "AWSKMSKeyARN": key } },
    });
    let body = json!({ "DeliveryStreamName": "lake", "ExtendedS3DestinationConfiguration": destination });
    assert_eq!(talk.ask_firehose("CreateDeliveryStream", &body).0, 200);
    talk.wait(60);
    talk.done("DisableKey", &json!({ "KeyId": key }));
    let one = json!({ "DeliveryStreamName": "lake", "Record": { "Data": "YQ==" } });
    assert_eq!(talk.ask_firehose("PutRecord", &one).0, 200, "only the bucket wants the key");
    talk.wait(600);
    let lake = |talk: &Talk| talk.world.firehoses().find("lake").expect("it is there").clone();
    assert_eq!(lake(&talk).ledger.delivered.records, 0);
    assert!(lake(&talk).totals.failed_attempts > 5);
    talk.done("EnableKey", &json!({ "KeyId": key }));
    talk.wait(600);
    assert_eq!((lake(&talk).ledger.delivered.records, lake(&talk).ledger.lost.records), (1, 0));
}

#[test]
fn a_delivery_stream_whose_key_is_disabled_keeps_out_what_producers_send() {
    let scenario = Scenario::parse(LAKE).expect("the scenario is valid");
    let mut talk = Talk { world: World::new(&scenario.plan, KeySources::new()).expect("the plan is valid") };
    let key = talk.done("CreateKey", &json!({}))["KeyMetadata"]["Arn"].clone();
    let of_customer = json!({ "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key });
    let body = json!({ "DeliveryStreamName": "lake", "DeliveryStreamEncryptionConfigurationInput": of_customer });
    assert_eq!(talk.ask_firehose("StartDeliveryStreamEncryption", &body).0, 200);
    talk.wait(60);
    let lake = |talk: &Talk| talk.world.firehoses().find("lake").expect("it is there").clone();
    let (before, offered) = (lake(&talk).ledger.taken.records, talk.world.producers()[0].totals.generated);
    assert!(before > 2_000);
    talk.done("DisableKey", &json!({ "KeyId": key }));
    talk.wait(60);
    let (during, totals) = (lake(&talk), talk.world.producers()[0].totals);
    assert_eq!(during.ledger.taken.records, before, "nothing comes in");
    assert_eq!(during.totals.key_refused_records, totals.generated - offered);
    assert_eq!((totals.failed, totals.given_up), (totals.generated - offered, totals.generated - offered));
    assert!(talk.world.failures().iter().any(|failure| failure.is_going_on(talk.world.now())), "it is told");
    talk.done("EnableKey", &json!({ "KeyId": key }));
    talk.wait(60);
    assert!(lake(&talk).ledger.taken.records > before + 2_000);
    let request = json!({
        "Namespace": "AWS/Firehose", "MetricName": "KMSKeyDisabled",
        "Dimensions": [{ "Name": "DeliveryStreamName", "Value": "lake" }],
        "StartTime": 1_767_225_600_u64, "EndTime": 1_767_225_900_u64, "Period": 300, "Statistics": ["Sum"],
    });
    let told = talk.done("GetMetricStatistics", &request)["Datapoints"][0]["Sum"].as_f64();
    assert!(told.is_some_and(|requests| requests > 0.0), "{told:?}");
}
