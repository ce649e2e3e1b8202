//! Connects the host to the browser's worker: messages in and out, the wall clock, the timer of the loop.
//!
//! A message is an array of one `Uint8Array` (postcard) and, where a file comes along, the file.

use super::files::Files;
use super::host::Host;
use super::messages::{FromWorker, ToWorker};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// How long the loop rests when the engine has caught up, in milliseconds.
const REST_MS: u32 = 8;

thread_local! {
    /// The worker's one shell, kept alive for as long as the worker lives.
    static SHELL: RefCell<Option<Rc<Shell>>> = const { RefCell::new(None) };
}

/// What the worker consists of.
pub(super) struct Shell {
    scope: DedicatedWorkerGlobalScope,
    pub(super) host: RefCell<Host>,
    files: Files,
    timer: RefCell<Option<Timeout>>,
    listener: RefCell<Option<EventListener>>,
}

/// Starts the worker.
pub fn start() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let shell = Rc::new(Shell {
        host: RefCell::new(Host::new(wall_ms(&scope))),
        scope: scope.clone(),
        files: Files::default(),
        timer: RefCell::new(None),
        listener: RefCell::new(None),
    });
    let receiver = Rc::clone(&shell);
    let listener = EventListener::new(&scope, "message", move |event| {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            receiver.receive(&event.data());
        }
    });
    shell.listener.replace(Some(listener));
    shell.send(&FromWorker::Ready);
    SHELL.with(|kept| kept.replace(Some(shell)));
}

fn wall_ms(scope: &DedicatedWorkerGlobalScope) -> f64 {
    scope.performance().map_or(0.0, |performance| performance.now())
}

impl Shell {
    /// Tells the page something.
    pub(super) fn send(&self, message: &FromWorker) {
        let bytes = postcard::to_allocvec(message).expect("messages have no parts that postcard cannot write");
        let array = Uint8Array::from(bytes.as_slice());
        let transfer = Array::of1(&array.buffer());
        if let Err(error) = self.scope.post_message_with_transfer(&array, &transfer) {
            web_sys::console::error_1(&error);
        }
    }

    /// The file at hand.
    pub(super) const fn files(&self) -> &Files {
        &self.files
    }

    fn receive(self: &Rc<Self>, data: &JsValue) {
        let parts: Array = data.clone().unchecked_into();
        let bytes = Uint8Array::new(&parts.get(0)).to_vec();
        let message: ToWorker = match postcard::from_bytes(&bytes) {
            Ok(message) => message,
            Err(error) => {
                web_sys::console::error_1(&format!("a message that cannot be read: {error}").into());
                return;
            }
        };
        match message {
            ToWorker::InspectFile { name } => match parts.get(1).dyn_into::<Blob>() {
                Ok(file) => self.files.inspect(self, name, file),
                Err(_) => web_sys::console::error_1(&"a message about a file comes without it".into()),
            },
            ToWorker::ImportFile { choice, skew } => self.files.import(self, choice, skew),
            ToWorker::CancelImport => self.files.cancel(),
            ToWorker::Skew(options) => self.files.report(self, &options),
            other => {
                let answers = self.host.borrow_mut().handle(other, wall_ms(&self.scope));
                for answer in &answers {
                    self.send(answer);
                }
            }
        }
        self.turn();
    }

    /// One turn of the loop: time passes, a frame goes out, the next turn is set.
    fn turn(self: &Rc<Self>) {
        let mut host = self.host.borrow_mut();
        let is_behind = host.advance(&mut || wall_ms(&self.scope));
        for notice in host.take_notices() {
            self.send(&notice);
        }
        if let Some(stream) = host.changed_stream() {
            self.send(&stream);
        }
        if let Some(frame) = host.frame(wall_ms(&self.scope)) {
            self.send(&FromWorker::Frame(Box::new(frame)));
        }
        let rest_ms = match (host.is_active(), is_behind) {
            (false, _) => None,
            (true, true) => Some(0),
            (true, false) => Some(REST_MS),
        };
        let shell = Rc::clone(self);
        self.timer.replace(rest_ms.map(|rest_ms| Timeout::new(rest_ms, move || shell.turn())));
    }
}
