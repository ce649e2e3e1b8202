//! The key store: states against operations, names of keys, grants, aliases, faults and counted calls.

use super::api::KmsOperation as Op;
use super::api::{
    CreateAlias, CreateGrant, CreateKey, KeyRequest, KmsError, KmsOperation, KmsRequest, KmsResponse, ListAliases,
    ListGrants, ListKeys, RevokeGrant, ScheduleKeyDeletion,
};
use super::key::{GrantOperation, KeyState};
use super::{DATA_KEY_LIFETIME, Fault, KeyStore, KmsCalls, MANAGED_ALIAS, Role};
use crate::engine::account::Account;
use crate::engine::api::error::KmsFault;
use crate::engine::ids::StreamId;
use crate::engine::time::{Micros, SimTime};
use proptest::prelude::*;

const DAY: Micros = Micros::hours(24);

fn store() -> KeyStore {
    KeyStore::new(7, &Account::default())
}

fn key(store: &mut KeyStore, now: SimTime) -> String {
    match store.execute(&KmsRequest::CreateKey(CreateKey::default()), now).unwrap() {
        KmsResponse::Key { key_metadata } => key_metadata.key_id,
        other => panic!("{other:?}"),
    }
}

fn named(operation: KmsOperation, key_id: &str) -> KmsRequest {
    let fields = KeyRequest { key_id: key_id.to_owned() };
    match operation {
        KmsOperation::DescribeKey => KmsRequest::DescribeKey(fields),
        KmsOperation::EnableKey => KmsRequest::EnableKey(fields),
        KmsOperation::DisableKey => KmsRequest::DisableKey(fields),
        KmsOperation::CancelKeyDeletion => KmsRequest::CancelKeyDeletion(fields),
        KmsOperation::ScheduleKeyDeletion => {
            KmsRequest::ScheduleKeyDeletion(ScheduleKeyDeletion { key_id: fields.key_id, pending_window_in_days: None })
        }
        KmsOperation::CreateGrant => KmsRequest::CreateGrant(CreateGrant {
            key_id: fields.key_id,
            grantee_principal: Some("arn:aws:iam::123456789012:role/other".to_owned()),
            operations: vec![GrantOperation::Decrypt],
            name: None,
        }),
        KmsOperation::ListGrants => {
            KmsRequest::ListGrants(ListGrants { key_id: fields.key_id, ..ListGrants::default() })
        }
        KmsOperation::CreateAlias => {
            KmsRequest::CreateAlias(CreateAlias { alias_name: "alias/other".to_owned(), target_key_id: fields.key_id })
        }
        other => panic!("{other:?} names no key"),
    }
}

fn in_state(state: &str) -> (KeyStore, String) {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    let operation = match state {
        "Enabled" => KmsOperation::EnableKey,
        "Disabled" => KmsOperation::DisableKey,
        _ => KmsOperation::ScheduleKeyDeletion,
    };
    store.execute(&named(operation, &id), SimTime::ZERO).unwrap();
    (store, id)
}

#[test]
fn each_operation_wants_a_state_as_the_developer_guide_says() {
    const INVALID: &str = "KMSInvalidStateException";
    // What an enabled, a disabled and a key pending deletion answer; empty: carried out.
    let table: &[(Op, [&str; 3])] = &[
        (Op::DescribeKey, ["", "", ""]),
        (Op::EnableKey, ["", "", INVALID]),
        (Op::DisableKey, ["", "", INVALID]),
        (Op::ScheduleKeyDeletion, ["", "", INVALID]),
        (Op::CancelKeyDeletion, [INVALID, INVALID, ""]),
        (Op::CreateGrant, ["", "DisabledException", INVALID]),
        (Op::ListGrants, ["", "", ""]),
        (Op::CreateAlias, ["", "", INVALID]),
    ];
    for (operation, expected) in table {
        for (state, expected) in ["Enabled", "Disabled", "PendingDeletion"].into_iter().zip(expected) {
            let (mut store, id) = in_state(state);
            let answer = store.execute(&named(*operation, &id), SimTime::ZERO);
            assert_eq!(answer.err().map_or("", |error| error.exception()), *expected, "{operation:?} of {state}");
        }
    }
}

#[test]
fn a_stream_gets_the_exception_of_the_keys_state() {
    let expect = |state: &str| {
        let (store, id) = in_state(state);
        store.use_key(&id, Role::Producer, SimTime::ZERO).map(|key| key.id.clone())
    };
    assert!(expect("Enabled").is_ok());
    assert!(matches!(expect("Disabled"), Err(KmsFault::Disabled { .. })));
    assert!(matches!(expect("PendingDeletion"), Err(KmsFault::InvalidState { .. })));
}

#[test]
fn a_key_is_gone_after_its_waiting_period_with_its_aliases() {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    store.execute(&named(KmsOperation::CreateAlias, &id), SimTime::ZERO).unwrap();
    let request = ScheduleKeyDeletion { key_id: id.clone(), pending_window_in_days: Some(7) };
    store.execute(&KmsRequest::ScheduleKeyDeletion(request), SimTime::ZERO).unwrap();
    let (before, after) = (SimTime::ZERO + DAY * 7 - Micros(1), SimTime::ZERO + DAY * 7);
    assert!(matches!(store.use_key("alias/other", Role::Consumer, before), Err(KmsFault::InvalidState { .. })));
    for reference in [id.as_str(), "alias/other"] {
        assert!(matches!(store.use_key(reference, Role::Consumer, after), Err(KmsFault::NotFound { .. })));
    }
    let answer = store.execute(&named(KmsOperation::CancelKeyDeletion, &id), after);
    assert_eq!(answer.unwrap_err().exception(), "NotFoundException");
    let KmsResponse::ListAliases { aliases, .. } =
        store.execute(&KmsRequest::ListAliases(ListAliases::default()), after).unwrap()
    else {
        panic!("another answer");
    };
    assert_eq!(aliases.iter().map(|alias| alias.alias_name.as_str()).collect::<Vec<_>>(), [MANAGED_ALIAS]);
}

#[test]
fn a_waiting_period_has_7_to_30_days_and_30_unless_told() {
    for (days, expected) in
        [(None, Ok(30)), (Some(7), Ok(7)), (Some(30), Ok(30)), (Some(6), Err(6)), (Some(31), Err(31))]
    {
        let mut store = store();
        let id = key(&mut store, SimTime::ZERO);
        let request = ScheduleKeyDeletion { key_id: id, pending_window_in_days: days };
        let answer = match store.execute(&KmsRequest::ScheduleKeyDeletion(request), SimTime::ZERO) {
            Ok(KmsResponse::ScheduleKeyDeletion { pending_window_in_days, .. }) => Ok(pending_window_in_days),
            Err(KmsError::PendingWindow { days, .. }) => Err(days),
            other => panic!("{other:?}"),
        };
        assert_eq!(answer, expected);
    }
}

#[test]
fn a_key_is_found_by_its_id_arn_alias_and_the_aliass_arn() {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    store.execute(&named(KmsOperation::CreateAlias, &id), SimTime::ZERO).unwrap();
    let prefix = "arn:aws:kms:us-east-1:123456789012";
    let found = [id.clone(), format!("{prefix}:key/{id}"), "alias/other".into(), format!("{prefix}:alias/other")];
    for reference in &found {
        assert_eq!(store.use_key(reference, Role::Producer, SimTime::ZERO).unwrap().id, id, "{reference}");
    }
    let missing = [
        format!("arn:aws:kms:eu-west-1:123456789012:key/{id}"),
        format!("arn:aws:kms:us-east-1:210987654321:key/{id}"),
        format!("{prefix}:{id}"),
        format!("key/{id}"),
        "other".into(),
        "alias/none".into(),
        String::new(),
        "arn:".into(),
    ];
    for reference in &missing {
        let answer = store.use_key(reference, Role::Producer, SimTime::ZERO);
        assert_eq!(answer.unwrap_err(), KmsFault::NotFound { key: reference.clone() });
    }
}

#[test]
fn taking_a_grant_away_refuses_that_role_alone() {
    for (taken, kept) in [(Role::Producer, Role::Consumer), (Role::Consumer, Role::Producer)] {
        let mut store = store();
        let id = key(&mut store, SimTime::ZERO);
        let request =
            ListGrants { key_id: id.clone(), grantee_principal: Some(store.role_arn(taken)), ..ListGrants::default() };
        let KmsResponse::ListGrants { grants, .. } =
            store.execute(&KmsRequest::ListGrants(request), SimTime::ZERO).unwrap()
        else {
            panic!("another answer");
        };
        let request = RevokeGrant { key_id: id.clone(), grant_id: grants[0].grant_id.clone() };
        store.execute(&KmsRequest::RevokeGrant(request.clone()), SimTime::ZERO).unwrap();
        assert!(matches!(store.use_key(&id, taken, SimTime::ZERO), Err(KmsFault::AccessDenied { .. })));
        assert!(store.use_key(&id, kept, SimTime::ZERO).is_ok());
        let again = store.execute(&KmsRequest::RevokeGrant(request), SimTime::ZERO);
        assert_eq!(again.unwrap_err().exception(), "NotFoundException");
        let request = CreateGrant {
            key_id: id.clone(),
            grantee_principal: Some(store.role_arn(taken)),
            operations: vec![taken.operation().unwrap()],
            name: Some("again".to_owned()),
        };
        let first = store.execute(&KmsRequest::CreateGrant(request.clone()), SimTime::ZERO);
        assert_eq!(first, store.execute(&KmsRequest::CreateGrant(request), SimTime::ZERO), "the same name, once");
        assert!(store.use_key(&id, taken, SimTime::ZERO).is_ok());
    }
}

#[test]
fn the_managed_key_is_made_at_first_use_and_nobody_can_change_it() {
    let mut store = store();
    assert_eq!(store.keys(SimTime::ZERO).count(), 0);
    let at = SimTime(5_000_000);
    let id = store.begin_to_use(MANAGED_ALIAS, at).unwrap().id.clone();
    assert_eq!(store.keys(at).map(|key| (key.id.as_str(), key.created)).collect::<Vec<_>>(), [(id.as_str(), at)]);
    assert_eq!(store.begin_to_use(MANAGED_ALIAS, SimTime(9_000_000)).unwrap().created, at);
    for role in [Role::Producer, Role::Consumer, Role::Administrator] {
        assert!(store.use_key(MANAGED_ALIAS, role, at).is_ok());
    }
    for operation in [Op::DisableKey, Op::EnableKey, Op::ScheduleKeyDeletion, Op::CreateGrant, Op::CreateAlias] {
        let answer = store.execute(&named(operation, &id), at);
        assert_eq!(answer.unwrap_err().exception(), "AccessDeniedException", "{operation:?}");
    }
}

#[test]
fn alias_names_follow_the_rules() {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    let table = [
        ("alias/a", ""),
        ("alias/a", "AlreadyExistsException"),
        ("alias/team/stream_key-1", ""),
        ("a", "ValidationException"),
        ("alias/", "InvalidAliasNameException"),
        ("alias/a:b", "ValidationException"),
        ("alias/a b", "ValidationException"),
        ("alias/aws/kinesis", "NotAuthorizedException"),
    ];
    for (name, expected) in table {
        let request = CreateAlias { alias_name: name.to_owned(), target_key_id: id.clone() };
        let answer = store.execute(&KmsRequest::CreateAlias(request), SimTime::ZERO);
        assert_eq!(answer.err().map_or("", |error| error.exception()), expected, "{name}");
    }
}

#[test]
fn faults_come_before_everything_else() {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    for (fault, expected) in
        [(Fault::Throttling, KmsFault::Throttling), (Fault::OptInRequired, KmsFault::OptInRequired)]
    {
        store.set_fault(Some(fault));
        for reference in [id.as_str(), "alias/none"] {
            assert_eq!(store.use_key(reference, Role::Producer, SimTime::ZERO).unwrap_err(), expected);
        }
        assert!(store.execute(&named(KmsOperation::DescribeKey, &id), SimTime::ZERO).is_err());
    }
    store.set_fault(None);
    assert!(store.use_key(&id, Role::Producer, SimTime::ZERO).is_ok());
}

#[test]
fn a_data_key_serves_for_five_minutes() {
    let mut store = store();
    let id = key(&mut store, SimTime::ZERO);
    let stream = StreamId(0);
    for second in 0..3_600 {
        let now = SimTime::ZERO + Micros::seconds(second);
        store.data_key(stream, &id, Role::Producer, now).unwrap();
        if second % 2 == 0 {
            store.data_key(stream, &id, Role::Consumer, now).unwrap();
        }
    }
    assert_eq!(store.calls(stream), KmsCalls { generate_data_key: 12, decrypt: 12 });
    assert_eq!(DATA_KEY_LIFETIME, Micros::seconds(300));
    store.forget_data_keys(stream);
    store.data_key(stream, &id, Role::Producer, SimTime::ZERO + Micros::HOUR).unwrap();
    assert_eq!(store.calls(stream).generate_data_key, 13);
    assert_eq!(store.calls(StreamId(1)), KmsCalls::default());
}

#[test]
fn lists_come_in_pages() {
    let mut store = store();
    let created: Vec<String> = (0..5).map(|_| key(&mut store, SimTime::ZERO)).collect();
    let (mut listed, mut marker) = (Vec::new(), None);
    loop {
        let request = KmsRequest::ListKeys(ListKeys { limit: Some(2), marker });
        let KmsResponse::ListKeys { keys, next_marker, truncated } = store.execute(&request, SimTime::ZERO).unwrap()
        else {
            panic!("another answer");
        };
        assert_eq!(truncated, next_marker.is_some());
        listed.extend(keys.into_iter().map(|key| key.key_id));
        marker = next_marker;
        if marker.is_none() {
            break;
        }
    }
    assert_eq!(listed, created);
    let bad = KmsRequest::ListKeys(ListKeys { limit: Some(0), marker: None });
    assert_eq!(store.execute(&bad, SimTime::ZERO).unwrap_err().exception(), "ValidationException");
}

#[test]
fn json_has_awss_names() {
    let request = serde_json::json!({ "KeyId": "k", "PendingWindowInDays": 7, "Unknown": true });
    let request = KmsRequest::read(KmsOperation::ScheduleKeyDeletion, request).unwrap();
    let expected = ScheduleKeyDeletion { key_id: "k".to_owned(), pending_window_in_days: Some(7) };
    assert_eq!(request, KmsRequest::ScheduleKeyDeletion(expected));
    let mut store = store();
    let answer = store.execute(&KmsRequest::CreateKey(CreateKey::default()), SimTime::ZERO).unwrap();
    let json = serde_json::to_value(&answer).unwrap();
    let metadata = &json["KeyMetadata"];
    assert_eq!(metadata["KeyState"], "Enabled");
    assert_eq!(metadata["KeyManager"], "CUSTOMER");
    assert_eq!(metadata["AWSAccountId"], "123456789012");
    assert!(metadata.get("DeletionDate").is_none());
    let id = metadata["KeyId"].as_str().unwrap();
    assert_eq!((id.len(), &id[14..15]), (36, "4"));
    assert_eq!(metadata["Arn"], format!("arn:aws:kms:us-east-1:123456789012:key/{id}"));
}

/// What a key's state should be, by the rules alone.
fn next(state: Option<KeyState>, step: u8, now: SimTime) -> Option<KeyState> {
    let state = state.filter(|state| !matches!(state, KeyState::PendingDeletion { at } if *at <= now))?;
    Some(match (state, step) {
        (KeyState::PendingDeletion { .. }, 3) => KeyState::Disabled,
        (KeyState::PendingDeletion { .. }, _) => state,
        (_, 0) => KeyState::Enabled,
        (_, 1) => KeyState::Disabled,
        (_, 2) => KeyState::PendingDeletion { at: now + DAY * 7 },
        _ => state,
    })
}

proptest! {
    #[test]
    fn a_keys_state_follows_the_machine(steps in prop::collection::vec((0_u8..4, 0_u64..5), 1..40)) {
        let mut store = store();
        let id = key(&mut store, SimTime::ZERO);
        let (mut now, mut expected) = (SimTime::ZERO, Some(KeyState::Enabled));
        for (step, days) in steps {
            now += DAY * days;
            expected = next(expected, step, now);
            let request = match step {
                0 => named(KmsOperation::EnableKey, &id),
                1 => named(KmsOperation::DisableKey, &id),
                2 => KmsRequest::ScheduleKeyDeletion(ScheduleKeyDeletion {
                    key_id: id.clone(),
                    pending_window_in_days: Some(7),
                }),
                _ => named(KmsOperation::CancelKeyDeletion, &id),
            };
            let _refused_or_not = store.execute(&request, now);
            prop_assert_eq!(store.find(&id, now).map(|key| key.state), expected);
        }
    }
}
