//! `window.shardscope`: what scripts can ask of the page. Documented in the README.
//!
//! - `run(scenario, duration)`: runs a scenario (an object or JSON text) by itself in the worker for a length of simulated
//!   time such as `"2h"`, and promises the summary that the command line prints, as an object. What runs on the page goes
//!   on untouched.

use super::client::Client;
use crate::learn::catalogue::{Catalogue, Language};
use crate::learn::message::Message;
use crate::scenario::summary::parse_duration;
use crate::worker::messages::ToWorker;
use js_sys::{Error, JSON, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Keeps `window.shardscope` alive.
pub struct Api {
    _run: Closure<dyn Fn(JsValue, JsValue) -> Promise>,
}

impl Api {
    /// Makes `window.shardscope`.
    pub fn install(client: &Rc<Client>) -> Self {
        let client = Rc::clone(client);
        let run = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |scenario, duration| {
            run(&client, &scenario, &duration)
        });
        let api = Object::new();
        // A window that takes no properties leaves scripts without the interface and the page as it is.
        let _unimportant = Reflect::set(&api, &"run".into(), run.as_ref());
        let _unimportant = Reflect::set(&gloo::utils::window(), &"shardscope".into(), &api);
        Self { _run: run }
    }
}

fn run(client: &Rc<Client>, scenario: &JsValue, duration: &JsValue) -> Promise {
    let text = scenario.as_string().or_else(|| JSON::stringify(scenario).ok()?.as_string()).unwrap_or_default();
    let Some(duration) = duration.as_string().and_then(|text| parse_duration(&text)) else {
        return Promise::reject(&error(&Message::new("run-duration")));
    };
    Promise::new(&mut |resolve, reject| {
        let number = client.number();
        let answer = move |result: Result<String, Message>| {
            // Nobody is left to be told when the promise's functions fail.
            let _unimportant = match result {
                Ok(json) => resolve.call1(&JsValue::NULL, &JSON::parse(&json).unwrap_or(JsValue::NULL)),
                Err(reason) => reject.call1(&JsValue::NULL, &error(&reason)),
            };
        };
        client.expect_run(number, Box::new(answer));
        client.send(&ToWorker::Run { number, scenario: text.clone(), duration });
    })
}

/// Scripts are told in English.
fn error(reason: &Message) -> JsValue {
    Error::new(&Catalogue::new(Language::English).say(reason)).into()
}
