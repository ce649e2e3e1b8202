//! KMS: requests and their refusals in AWS's words, and what a key does to the stream that is encrypted with it.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::command::Command;
use shardscope::engine::kms::Fault;

const ACCOUNT: &str = "arn:aws:kms:us-east-1:123456789012";

/// A stream of one shard that is encrypted with a key of its own, and the key's ARN.
fn encrypted() -> (Talk, String) {
    let mut talk = Talk::with_stream(1);
    let key = talk.done("CreateKey", &json!({ "Description": "for s" }))["KeyMetadata"]["Arn"].clone();
    talk.done("StartStreamEncryption", &json!({ "StreamName": "s", "EncryptionType": "KMS", "KeyId": key }));
    talk.wait(60);
    assert_eq!(talk.put().1["EncryptionType"], "KMS");
    assert_eq!(talk.read().1["Records"][0]["EncryptionType"], "KMS");
    (talk, key.as_str().expect("a text").to_owned())
}

/// The exception and the text of an answer; both empty where it is none.
fn told((status, answer): (u16, Value)) -> (String, String) {
    assert_eq!(status == 200, answer["__type"].is_null(), "{answer}");
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    (text("__type"), text("message"))
}

fn pair(exception: &str, text: &str) -> (String, String) {
    (exception.to_owned(), text.to_owned())
}

#[test]
fn a_disabled_key_stops_puts_and_reads_until_it_is_enabled() {
    let (mut talk, key) = encrypted();
    assert_eq!(talk.done("DisableKey", &json!({ "KeyId": key })), json!({}));
    let disabled = pair("KMSDisabledException", &format!("{key} is disabled."));
    assert_eq!(told(talk.put()), disabled);
    assert_eq!(told(talk.read()), disabled);
    let records = json!({ "StreamName": "s", "Records": [{ "PartitionKey": "k", "Data": "" }] });
    assert_eq!(talk.refused("PutRecords", &records), disabled);
    talk.done("EnableKey", &json!({ "KeyId": key }));
    assert_eq!(told(talk.put()), pair("", ""));
    assert_eq!(talk.read().1["Records"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_grant_that_is_revoked_stops_the_producer_or_the_consumer_alone() {
    for (name, operation) in [("producer", "GenerateDataKey"), ("consumer", "Decrypt")] {
        let (mut talk, key) = encrypted();
        let grants = talk.done("ListGrants", &json!({ "KeyId": key }))["Grants"].clone();
        let grant = grants.as_array().expect("a list").iter().find(|grant| grant["Operations"] == json!([operation]));
        let grant = grant.expect("the role has a grant");
        let role = format!("arn:aws:iam::123456789012:role/{name}");
        assert_eq!((&grant["GranteePrincipal"], &grant["Name"]), (&json!(role), &json!(name)));
        talk.done("RevokeGrant", &json!({ "KeyId": key, "GrantId": grant["GrantId"] }));
        let text = format!("User: {role} is not authorized to perform: kms:{operation} on resource: {key}");
        let denied = |is_denied: bool| if is_denied { pair("KMSAccessDeniedException", &text) } else { pair("", "") };
        assert_eq!(told(talk.put()), denied(name == "producer"));
        assert_eq!(told(talk.read()), denied(name == "consumer"));
        talk.done("CreateGrant", &json!({ "KeyId": key, "GranteePrincipal": role, "Operations": [operation] }));
        assert_eq!((told(talk.put()), told(talk.read())), (denied(false), denied(false)));
    }
}

#[test]
fn a_key_that_is_to_be_deleted_stops_the_stream_and_then_is_gone() {
    let (mut talk, key) = encrypted();
    let scheduled = talk.done("ScheduleKeyDeletion", &json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    let now = talk.world.now().unix_seconds();
    assert_eq!(scheduled["DeletionDate"].as_f64(), Some((now + 7 * 86_400) as f64));
    assert_eq!((&scheduled["KeyId"], &scheduled["KeyState"]), (&json!(key), &json!("PendingDeletion")));
    let pending = pair("KMSInvalidStateException", &format!("{key} is pending deletion."));
    assert_eq!((told(talk.put()), told(talk.read())), (pending.clone(), pending.clone()));
    assert_eq!(talk.refused("DisableKey", &json!({ "KeyId": key })), pending);
    talk.done("CancelKeyDeletion", &json!({ "KeyId": key }));
    assert_eq!(told(talk.put()).0, "KMSDisabledException", "it is disabled after that");

    talk.done("ScheduleKeyDeletion", &json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    // Retention ends before the window does; the records are kept to be read.
    talk.done("IncreaseStreamRetentionPeriod", &json!({ "StreamName": "s", "RetentionPeriodHours": 720 }));
    talk.wait(7 * 86_400 - 1);
    assert_eq!(told(talk.put()), pending);
    talk.wait(1);
    let gone = format!("Key '{key}' does not exist");
    assert_eq!(told(talk.put()), pair("KMSNotFoundException", &gone));
    assert_eq!(told(talk.read()), pair("KMSNotFoundException", &gone));
    assert_eq!(talk.refused("DescribeKey", &json!({ "KeyId": key })), pair("NotFoundException", &gone));
}

#[test]
fn kms_fails_as_it_is_told_to() {
    let throttled = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    let unsubscribed = "The AWS access key ID needs a subscription for the service.";
    for (fault, of_stream, of_keys, text) in [
        (Fault::Throttling, "KMSThrottlingException", "ThrottlingException", throttled),
        (Fault::OptInRequired, "KMSOptInRequired", "OptInRequired", unsubscribed),
    ] {
        let (mut talk, _) = encrypted();
        talk.world.execute(Command::SetKmsFault(Some(fault))).expect("it may be set");
        assert_eq!((told(talk.put()), told(talk.read())), (pair(of_stream, text), pair(of_stream, text)));
        assert_eq!(talk.refused("ListKeys", &json!({})), pair(of_keys, text));
        talk.world.execute(Command::SetKmsFault(None)).expect("it may be set");
        assert_eq!((told(talk.put()), told(talk.read())), (pair("", ""), pair("", "")));
    }
}

#[test]
fn keys_are_described_as_aws_describes_them() {
    let mut talk = Talk::with_stream(1);
    let created = talk.done("CreateKey", &json!({ "Description": "d", "Tags": [{ "TagKey": "a", "TagValue": "b" }] }));
    let key = &created["KeyMetadata"];
    let id = key["KeyId"].as_str().expect("a text");
    assert_eq!(
        *key,
        json!({
            "AWSAccountId": "123456789012", "KeyId": id, "Arn": format!("{ACCOUNT}:key/{id}"),
            "CreationDate": talk.world.now().unix_seconds() as f64, "Enabled": true, "Description": "d",
            "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT", "KeySpec": "SYMMETRIC_DEFAULT",
            "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"], "MultiRegion": false,
        })
    );
    talk.done("CreateAlias", &json!({ "AliasName": "alias/k", "TargetKeyId": id }));
    for reference in [id.to_owned(), format!("{ACCOUNT}:key/{id}"), "alias/k".into(), format!("{ACCOUNT}:alias/k")] {
        assert_eq!(talk.done("DescribeKey", &json!({ "KeyId": reference }))["KeyMetadata"], *key, "{reference}");
    }
    let keys = talk.done("ListKeys", &json!({}));
    assert_eq!(keys, json!({ "Keys": [{ "KeyId": id, "KeyArn": key["Arn"] }], "Truncated": false }));
    let aliases = talk.done("ListAliases", &json!({ "KeyId": id }))["Aliases"].clone();
    assert_eq!(aliases[0]["AliasName"], "alias/k");
    // Who asks for it makes the key that AWS manages.
    let managed = talk.done("DescribeKey", &json!({ "KeyId": "alias/aws/kinesis" }));
    assert_eq!(managed["KeyMetadata"]["KeyManager"], "AWS");
    assert_eq!(talk.done("ListKeys", &json!({ "Limit": 1 }))["NextMarker"], "1");
}

#[test]
fn what_kms_refuses_it_refuses_in_its_words() {
    let mut talk = Talk::with_stream(1);
    let id = talk.done("CreateKey", &json!({}))["KeyMetadata"]["KeyId"].clone();
    let key = format!("{ACCOUNT}:key/{}", id.as_str().expect("a text"));
    talk.done("CreateAlias", &json!({ "AliasName": "alias/k", "TargetKeyId": id }));
    let missing = "00000000-0000-0000-0000-000000000000";
    let named = |reference: &str| json!({ "KeyId": reference });
    let alias = |name: &str| json!({ "AliasName": name, "TargetKeyId": id });
    let not_there = format!("Key '{ACCOUNT}:key/{missing}' does not exist");
    let pattern = "1 validation error detected: Value 'alias/a b' at 'aliasName' failed to satisfy constraint: Member must \
                   satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$";
    let other_region = "arn:aws:kms:eu-west-1:123456789012:key/1";
    let cases = [
        ("DescribeKey", named(missing), "NotFoundException", not_there.clone()),
        ("DescribeKey", named(&format!("{ACCOUNT}:key/{missing}")), "NotFoundException", not_there),
        ("DescribeKey", named("fake-key-id"), "NotFoundException", "Invalid keyId 'fake-key-id'".into()),
        ("DescribeKey", named(other_region), "NotFoundException", "Invalid arn eu-west-1".into()),
        ("DescribeKey", named("alias/x"), "NotFoundException", format!("Alias {ACCOUNT}:alias/x is not found.")),
        ("DisableKey", named("alias/k"), "NotFoundException", "Invalid keyId 'alias/k'".into()),
        ("CancelKeyDeletion", named(&key), "KMSInvalidStateException", format!("{key} is not pending deletion.")),
        ("CreateAlias", alias("k"), "ValidationException", "Invalid identifier".into()),
        ("CreateAlias", alias("alias/a b"), "ValidationException", pattern.into()),
        (
            "CreateAlias",
            alias("alias/a:b"),
            "ValidationException",
            "alias/a:b contains invalid characters for an alias".into(),
        ),
        (
            "CreateAlias",
            alias("alias/k"),
            "AlreadyExistsException",
            format!("An alias with the name {ACCOUNT}:alias/k already exists"),
        ),
        (
            "CreateAlias",
            json!({ "AliasName": "alias/l", "TargetKeyId": "alias/k" }),
            "ValidationException",
            "Aliases must refer to keys. Not aliases".into(),
        ),
        ("CreateAlias", alias("alias/aws/kinesis"), "NotAuthorizedException", String::new()),
        ("RevokeGrant", json!({ "KeyId": key, "GrantId": "g" }), "NotFoundException", "Grant ID g not found".into()),
        (
            "DisableKey",
            json!({}),
            "ValidationException",
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"
                .into(),
        ),
    ];
    for (operation, body, exception, text) in cases {
        assert_eq!(talk.refused(operation, &body), (exception.to_owned(), text), "{operation} {body}");
    }
    let other_kind = json!({ "KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048" });
    assert_eq!(talk.refused("CreateKey", &other_kind).0, "UnsupportedOperationException");
}

#[test]
fn only_what_changes_keys_is_written_to_the_journal() {
    let mut talk = Talk::with_stream(1);
    let written = |talk: &Talk| talk.world.journal().len();
    let before = written(&talk);
    let id = talk.done("CreateKey", &json!({}))["KeyMetadata"]["KeyId"].clone();
    assert_eq!(written(&talk), before + 1);
    for (operation, body) in [
        ("ListKeys", json!({})),
        ("ListAliases", json!({})),
        ("ListGrants", json!({ "KeyId": id })),
        ("DescribeKey", json!({ "KeyId": id })),
    ] {
        talk.done(operation, &body);
    }
    assert_eq!(talk.refused("CancelKeyDeletion", &json!({ "KeyId": id })).0, "KMSInvalidStateException");
    assert_eq!(written(&talk), before + 1);
    // The first look at the key that AWS manages makes it, so a replay needs it.
    talk.done("DescribeKey", &json!({ "KeyId": "alias/aws/kinesis" }));
    talk.done("DescribeKey", &json!({ "KeyId": "alias/aws/kinesis" }));
    assert_eq!(written(&talk), before + 2);
}
