//! Keys of AWS KMS by which objects are encrypted: a bucket takes nothing while its key cannot be used.

use crate::talk::Talk;
use serde_json::json;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

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
