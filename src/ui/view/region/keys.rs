//! Encryption: whether the stream is encrypted and since when, the account's keys, and how KMS can fail.

use super::{Chosen, fact, head, refusals, switch};
use crate::engine::api::Request;
use crate::engine::api::choices::EncryptionType;
use crate::engine::api::request::StreamEncryption;
use crate::engine::command::Command;
use crate::engine::kms::api::{CreateGrant, CreateKey, KeyRequest, KmsRequest, RevokeGrant, ScheduleKeyDeletion};
use crate::engine::kms::key::{KeyManager, KeyState};
use crate::engine::kms::{Fault, MANAGED_ALIAS, Role};
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::scene::region::metric::time;
use crate::worker::messages::{Playback, ToWorker};
use crate::worker::region::RegionFrame;
use crate::worker::region::keys::{KeyFrame, KeysFrame, ROLES};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The panel of encryption.
pub fn panel(page: &Context, region: &RegionFrame, chosen: &UseStateHandle<Chosen>, is_playing: bool) -> Html {
    let keys = &region.keys;
    html! {
        <section class="panel" aria-labelledby="keys-title">
            <h2 id="keys-title">{ page.text("keys-title") }</h2>
            { state(page, keys) }
            { records(page, keys) }
            { controls(page, region, chosen, is_playing) }
            { refusals(page, keys.refusal.as_ref(), keys.failures, "keys-failed-puts") }
            <h3>{ page.text("keys-list") }</h3>
            { table(page, keys, chosen) }
            <div class="buttons">
                { key_button(page, page.text("key-create"), create(keys)) }
                <label class="check">{ page.text("key-days") }
                    <input type="number" class="days" min="7" max="30" value={chosen.days.clone()} oninput={set_days(chosen)} />
                </label>
            </div>
            <h3>{ page.text("keys-faults") }</h3>
            <div class="buttons">
                { fault(page, keys, "keys-fault-throttling", Fault::Throttling) }
                { fault(page, keys, "keys-fault-opt-in", Fault::OptInRequired) }
            </div>
            <dl class="facts wide">
                { fact(page.text("keys-calls"), page.say(&Message::new("keys-calls-made").number("made", keys.calls[0]).number("decrypted", keys.calls[1]))) }
            </dl>
        </section>
    }
}

/// What holds, and what will.
fn state(page: &Context, keys: &KeysFrame) -> Html {
    let words = match (&keys.key, keys.since) {
        (Some(key), Some(since)) => {
            Message::new("keys-encrypted-since").text("key", named(keys, key)).text("since", time(since))
        }
        (Some(key), None) => Message::new("keys-encrypted").text("key", named(keys, key)),
        (None, Some(since)) => Message::new("keys-stopped-since").text("since", time(since)),
        (None, None) => Message::new("keys-plain"),
    };
    let pending = keys.pending.as_ref().map(|pending| {
        let message = match pending {
            Some(key) => Message::new("keys-will-encrypt").text("key", named(keys, key)),
            None => Message::new("keys-will-stop"),
        };
        message.decimal("seconds", keys.update.as_seconds(), 0)
    });
    html! {
        <>
            <p class="keys-state" role="status">{ if keys.key.is_some() { "● " } else { "○ " } }{ page.say(&words) }</p>
            if let Some(pending) = pending {
                <p class="verdict hot">{ page.say(&pending) }</p>
            }
        </>
    }
}

/// How many records are encrypted, as a bar and in words.
fn records(page: &Context, keys: &KeysFrame) -> Html {
    let all = (keys.encrypted + keys.plain).max(1) as f64;
    let width = format!("{:.2}", 100.0 * keys.encrypted as f64 / all);
    let words = Message::new("keys-records").number("encrypted", keys.encrypted).number("plain", keys.plain);
    let words = page.say(&words);
    html! {
        <figure class="keys-records">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={words.clone()}>
                <rect class="gauge-back" width="100" height="6" />
                <rect class="stored" {width} height="6" />
            </svg>
            <figcaption class="hint">{ words }</figcaption>
        </figure>
    }
}

fn controls(page: &Context, region: &RegionFrame, chosen: &UseStateHandle<Chosen>, is_playing: bool) -> Html {
    let keys = &region.keys;
    let own = || keys.keys.iter().filter(|key| key.manager == KeyManager::Customer);
    let key_id = own().find(|key| Some(&key.id) == chosen.key.as_ref());
    let key_id = key_id.map_or_else(|| MANAGED_ALIAS.to_owned(), |key| key.arn.clone());
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            chosen.set(Chosen { key: Some(value).filter(|value| value != MANAGED_ALIAS), ..(*chosen).clone() });
        })
    };
    let encryption = |key_id: String| StreamEncryption {
        stream_name: Some(region.stream.clone()),
        encryption_type: EncryptionType::Kms,
        key_id,
        ..StreamEncryption::default()
    };
    let start = Request::StartStreamEncryption(encryption(key_id));
    let stop = encryption(keys.key.clone().unwrap_or_else(|| MANAGED_ALIAS.to_owned()));
    let is_chosen = |key: &KeyFrame| Some(&key.id) == chosen.key.as_ref();
    html! {
        <div class="buttons">
            <label class="check" for="keys-key">{ page.text("keys-key") }</label>
            <select id="keys-key" onchange={choose}>
                <option value={MANAGED_ALIAS} selected={!own().any(is_chosen)}>{ "aws/kinesis" }</option>
                { for own().map(|key| html! { <option key={key.id.clone()} value={key.id.clone()} selected={is_chosen(key)}>{ label(key) }</option> }) }
            </select>
            { send_button(page, "keys-start", "primary", start.into()) }
            { send_button(page, "keys-stop", "", Request::StopStreamEncryption(stop).into()) }
            if keys.pending.is_some() {
                { wait(page, keys, is_playing) }
            }
        </div>
    }
}

/// Lets the time pass for which the stream is UPDATING at most.
fn wait(page: &Context, keys: &KeysFrame, is_playing: bool) -> Html {
    let (sender, update) = (page.clone(), keys.update);
    let onclick = Callback::from(move |_| {
        sender.send(&ToWorker::Playback(Playback::StepBy(update)));
        if is_playing {
            sender.send(&ToWorker::Playback(Playback::Play));
        }
    });
    let words = Message::new("keys-wait").decimal("seconds", keys.update.as_seconds(), 0);
    html! { <button type="button" {onclick}>{ page.say(&words) }</button> }
}

fn send_button(page: &Context, id: &'static str, looks: &'static str, command: Command) -> Html {
    let sender = page.clone();
    let onclick = Callback::from(move |_| sender.command(command.clone()));
    html! { <button type="button" class={looks} {onclick}>{ page.text(id) }</button> }
}

fn key_button(page: &Context, text: String, request: KmsRequest) -> Html {
    let sender = page.clone();
    let onclick = Callback::from(move |_| sender.command(Command::Kms(request.clone())));
    html! { <button type="button" {onclick}>{ text }</button> }
}

/// A key that does not have the name of another.
fn create(keys: &KeysFrame) -> KmsRequest {
    let number = keys.keys.len() + keys.more as usize + 1;
    KmsRequest::CreateKey(CreateKey { description: Some(format!("stream-key-{number}")), ..CreateKey::default() })
}

fn set_days(chosen: &UseStateHandle<Chosen>) -> Callback<InputEvent> {
    let chosen = chosen.clone();
    Callback::from(move |event: InputEvent| {
        let days = event.target_unchecked_into::<HtmlInputElement>().value();
        chosen.set(Chosen { days, ..(*chosen).clone() });
    })
}

/// What people call the key that a stream names.
fn named(keys: &KeysFrame, reference: &str) -> String {
    let is_it = |key: &&KeyFrame| [&key.id, &key.arn, &key.name].iter().any(|name| *name == reference);
    let known = keys.keys.iter().find(is_it).map(label);
    known.unwrap_or_else(|| reference.strip_prefix("alias/").unwrap_or(reference).to_owned())
}

fn label(key: &KeyFrame) -> String {
    let short = key.id.get(..8).unwrap_or_default();
    if key.name.is_empty() { short.to_owned() } else { format!("{} ({short})", key.name) }
}

fn table(page: &Context, keys: &KeysFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    if keys.keys.is_empty() {
        return html! { <p class="hint">{ page.text("keys-none") }</p> };
    }
    let more = Message::new("keys-more").number("more", keys.more);
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("keys-list")}>
            <table class="keys-table">
                { head(page, &["key-name", "key-state", "key-producer", "key-consumer", "key-actions"]) }
                <tbody>{ for keys.keys.iter().rev().map(|key| row(page, keys, key, chosen)) }</tbody>
            </table>
            if keys.more > 0 {
                <p class="hint">{ page.say(&more) }</p>
            }
        </div>
    }
}

fn row(page: &Context, keys: &KeysFrame, key: &KeyFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    let sign = match key.state {
        KeyState::Enabled => "✓ ",
        KeyState::Disabled => "✕ ",
        KeyState::PendingDeletion { .. } => "◐ ",
    };
    let (state, deletion) = match key.state {
        KeyState::PendingDeletion { at } => (key.state.name(), Some(Message::new("key-goes").text("at", time(at)))),
        _ => (key.state.name(), None),
    };
    let named = |id: &'static str| format!("{}: {}", page.text(id), label(key));
    let cells = if key.manager == KeyManager::Aws {
        html! { <td colspan="3" class="hint">{ page.text("key-aws") }</td> }
    } else {
        html! {
            <>
                { for ROLES.iter().zip(["key-producer", "key-consumer"]).enumerate().map(|(place, (role, id))| html! {
                    <td>{ grant(page, keys, key, place, *role, named(id)) }</td>
                }) }
                <td class="key-actions">{ actions(page, key, chosen) }</td>
            </>
        }
    };
    html! {
        <tr key={key.id.clone()}>
            <th scope="row">{ label(key) }if key.is_in_use { <span class="badge">{ page.text("key-in-use") }</span> }</th>
            <td>{ sign }{ state }if let Some(deletion) = deletion { <br /><span class="hint">{ page.say(&deletion) }</span> }</td>
            { cells }
        </tr>
    }
}

/// What a producer or consumer may do with a key.
fn grant(page: &Context, keys: &KeysFrame, key: &KeyFrame, place: usize, role: Role, name: String) -> Html {
    let sender = page.clone();
    let (key_id, grant_id) = (key.id.clone(), key.grants[place].clone());
    let (principal, operations) = (keys.principals[place].clone(), role.operation().into_iter().collect::<Vec<_>>());
    let words = operations.first().map(|operation| format!("{operation:?}")).unwrap_or_default();
    let is_on = grant_id.is_some();
    let onclick = Callback::from(move |_: MouseEvent| {
        let key_id = key_id.clone();
        sender.command(Command::Kms(match grant_id.clone() {
            Some(grant_id) => KmsRequest::RevokeGrant(RevokeGrant { key_id, grant_id }),
            None => KmsRequest::CreateGrant(CreateGrant {
                key_id,
                grantee_principal: Some(principal.clone()),
                operations: operations.clone(),
                name: None,
            }),
        }));
    });
    html! {
        <button type="button" class="switch" role="switch" aria-checked={is_on.to_string()} aria-label={name} {onclick}>
            <span class="switch-track" aria-hidden="true"></span><span class="mono">{ words }</span>
        </button>
    }
}

/// What can be done with a customer's key in its state. What cannot is left to the console, where AWS refuses it.
fn actions(page: &Context, key: &KeyFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    let id = || KeyRequest { key_id: key.id.clone() };
    let schedule = || {
        KmsRequest::ScheduleKeyDeletion(ScheduleKeyDeletion {
            key_id: key.id.clone(),
            pending_window_in_days: Some(chosen.days.parse().unwrap_or(0)),
        })
    };
    let requests: Vec<(&'static str, KmsRequest)> = match key.state {
        KeyState::Enabled => vec![("key-disable", KmsRequest::DisableKey(id())), ("key-delete", schedule())],
        KeyState::Disabled => vec![("key-enable", KmsRequest::EnableKey(id())), ("key-delete", schedule())],
        KeyState::PendingDeletion { .. } => vec![("key-keep", KmsRequest::CancelKeyDeletion(id()))],
    };
    html! { { for requests.into_iter().map(|(text, request)| key_button(page, page.text(text), request)) } }
}

fn fault(page: &Context, keys: &KeysFrame, id: &'static str, fault: Fault) -> Html {
    let sender = page.clone();
    let onchange = Callback::from(move |is_on: bool| sender.command(Command::SetKmsFault(is_on.then_some(fault))));
    switch(page.text(id), keys.fault == Some(fault), onchange)
}
