//! `window.shardscope`: what scripts can ask of the page. Documented in the README.
//!
//! - `run(scenario, duration)`: runs a scenario (an object or JSON text) by itself in the worker for a length of simulated
//!   time such as `"2h"`, and promises the summary that the command line prints, as an object. What runs on the page goes
//!   on untouched.
//! - `request(target, body)`: answers a request of AWS in the world on the page and promises `{status, body}`. The body is
//!   an object or JSON text, and may be left out.
//! - `advance(ms)`: lets simulated time pass and promises `{now_ms, events}`: what time it is then, and what subscriptions
//!   have pushed since the last time.

use super::client::Client;
use crate::aws::session::ADVANCE_MS_MAX;
use crate::engine::time::Micros;
use crate::learn::catalogue::Catalogue;
use crate::learn::message::Message;
use crate::scenario::summary::parse_duration;
use crate::worker::messages::Task;
use js_sys::{Error, JSON, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// A function for scripts.
type Function = Closure<dyn Fn(JsValue, JsValue) -> Promise>;

/// Keeps `window.shardscope` alive.
pub struct Api {
    _functions: [Function; 3],
}

impl Api {
    /// Makes `window.shardscope`.
    pub fn install(client: &Rc<Client>) -> Self {
        let api = Object::new();
        let function = |name: &str, task: fn(&JsValue, &JsValue, u32) -> Result<Task, Message>| {
            let client = Rc::clone(client);
            let function = Function::new(move |first, second| {
                let number = client.number();
                match task(&first, &second, number) {
                    Ok(task) => ask(&client, number, &task),
                    Err(reason) => Promise::reject(&error(&reason)),
                }
            });
            // A window that takes no properties leaves scripts without the interface and the page as it is.
            let _unimportant = Reflect::set(&api, &name.into(), function.as_ref());
            function
        };
        let functions = [function("run", run), function("request", request), function("advance", advance)];
        let _unimportant = Reflect::set(&gloo::utils::window(), &"shardscope".into(), &api);
        Self { _functions: functions }
    }
}

/// Promises what the worker answers.
fn ask(client: &Client, number: u32, task: &Task) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let answer = move |result: Result<String, Message>| {
            // Nobody is left to be told when the promise's functions fail.
            let _unimportant = match result {
                Ok(json) => resolve.call1(&JsValue::NULL, &JSON::parse(&json).unwrap_or(JsValue::NULL)),
                Err(reason) => reject.call1(&JsValue::NULL, &error(&reason)),
            };
        };
        client.expect(number, Box::new(answer));
        client.ask(task);
    })
}

fn run(scenario: &JsValue, duration: &JsValue, number: u32) -> Result<Task, Message> {
    let duration = duration.as_string().and_then(|text| parse_duration(&text));
    let duration = duration.ok_or_else(|| Message::new("run-duration"))?;
    Ok(Task::Run { number, scenario: json(scenario).unwrap_or_default(), duration })
}

#[expect(clippy::unnecessary_wraps, reason = "the others may be refused, and all are called alike")]
fn request(target: &JsValue, body: &JsValue, number: u32) -> Result<Task, Message> {
    // What is no target is AWS's to refuse.
    let target = target.as_string().unwrap_or_default();
    Ok(Task::Request { number, target, body: json(body).unwrap_or_else(|| "{}".to_owned()) })
}

fn advance(ms: &JsValue, _: &JsValue, number: u32) -> Result<Task, Message> {
    let is_legal = |ms: &f64| (0.0..=ADVANCE_MS_MAX as f64).contains(ms) && ms.fract() == 0.0;
    let ms = ms.as_f64().filter(is_legal).ok_or_else(|| Message::new("advance-ms").number("max", ADVANCE_MS_MAX))?;
    Ok(Task::Advance { number, by: Micros::millis(ms as u64) })
}

/// JSON text as it is, anything else as JSON; `None` for nothing.
fn json(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| JSON::stringify(value).ok()?.as_string())
}

/// Scripts are told in English.
fn error(reason: &Message) -> JsValue {
    Error::new(&Catalogue::english().say(reason)).into()
}
