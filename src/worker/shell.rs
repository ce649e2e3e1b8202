//! Connects the host to the browser's worker: messages in and out, the wall clock, the timer of the loop.
//!
//! A message is an array of one `Uint8Array` (postcard) and, where a file comes along, the file.

use super::files::Files;
use super::host::Host;
use super::messages::{FromWorker, Task, ToWorker};
use super::performer::Performer;
use crate::scenario::log_text::LogText;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// How long the loop rests when the engine has caught up, in milliseconds.
const REST_MS: u32 = 8;
/// How long after the first picture what carries tasks out is fetched, though nobody has asked yet, in milliseconds.
const PREPARE_MS: u32 = 1_000;

thread_local! {
    /// The worker's one shell, kept alive for as long as the worker lives.
    static SHELL: RefCell<Option<Rc<Shell>>> = const { RefCell::new(None) };
}

/// Fetches what carries tasks out; nothing where it cannot be had, and then it may be asked again.
type FetchPerformer = fn() -> Pin<Box<dyn Future<Output = Option<&'static Performer>>>>;

/// What the worker consists of.
pub(super) struct Shell {
    scope: DedicatedWorkerGlobalScope,
    pub(super) host: RefCell<Host>,
    files: Files,
    fetch_performer: FetchPerformer,
    performer: Cell<Option<&'static Performer>>,
    is_fetching: Cell<bool>,
    /// What was said, with its file, since a task came that cannot be carried out yet.
    held: RefCell<Vec<(ToWorker, Option<Blob>)>>,
    preparing: RefCell<Option<Timeout>>,
    timer: RefCell<Option<Timeout>>,
    listener: RefCell<Option<EventListener>>,
}

/// Starts the worker.
pub fn start(fetch_performer: FetchPerformer) {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let shell = Rc::new(Shell {
        host: RefCell::new(Host::new(wall_ms(&scope))),
        scope: scope.clone(),
        files: Files::default(),
        fetch_performer,
        performer: Cell::new(None),
        is_fetching: Cell::new(false),
        held: RefCell::default(),
        preparing: RefCell::new(None),
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
        let file = parts.get(1).dyn_into::<Blob>().ok();
        if self.must_wait(&message) {
            self.held.borrow_mut().push((message, file));
            self.fetch();
        } else {
            self.deliver(message, file);
        }
        self.turn();
    }

    /// Whether a message comes before its time: a task that cannot be carried out yet, or what changes the world after it.
    fn must_wait(&self, message: &ToWorker) -> bool {
        match message {
            ToWorker::Task(_) => self.performer.get().is_none(),
            ToWorker::Begin { .. } | ToWorker::Restart | ToWorker::Playback(_) => !self.held.borrow().is_empty(),
            ToWorker::View(_) | ToWorker::FrameDrawn(_) => false,
        }
    }

    fn deliver(self: &Rc<Self>, message: ToWorker, file: Option<Blob>) {
        if let ToWorker::Task(task) = &message {
            if let Some(performer) = self.performer.get() {
                (performer.perform)(self, task, file);
            }
            return;
        }
        self.prepare(&message);
        let answers = self.host.borrow_mut().handle(message, wall_ms(&self.scope));
        for answer in &answers {
            self.send(answer);
        }
    }

    /// Lets a producer's records be the lines of a file.
    pub(super) fn tail(self: &Rc<Self>, producer: &str, file: String, lines: Rc<LogText>) {
        let answers = self.host.borrow_mut().tail(producer, file, lines);
        for answer in &answers {
            self.send(answer);
        }
        self.turn();
    }

    /// Carries out a task that is not about files.
    pub(super) fn perform(&self, task: Task) {
        let answers = self.host.borrow_mut().perform(task, wall_ms(&self.scope));
        for answer in &answers {
            self.send(answer);
        }
    }

    /// Fetches what carries tasks out in good time: when a view needs it, or soon after the first picture.
    fn prepare(self: &Rc<Self>, message: &ToWorker) {
        match message {
            ToWorker::View(view) if view.region.is_some() || view.pipeline.is_some() => self.fetch(),
            ToWorker::FrameDrawn(_) if self.preparing.borrow().is_none() => {
                let shell = Rc::clone(self);
                self.preparing.replace(Some(Timeout::new(PREPARE_MS, move || shell.fetch())));
            }
            _ => {}
        }
    }

    /// Fetches what carries tasks out, and then lets it do what has come meanwhile.
    fn fetch(self: &Rc<Self>) {
        if self.performer.get().is_some() || self.is_fetching.replace(true) {
            return;
        }
        let shell = Rc::clone(self);
        spawn_local(async move {
            let found = (shell.fetch_performer)().await;
            shell.is_fetching.set(false);
            let held = shell.held.take();
            let is_task = |(message, _): &(ToWorker, _)| matches!(message, ToWorker::Task(_));
            let is_awaited = held.iter().any(is_task) || shell.host.borrow().needs_tasks();
            match found {
                Some(performer) => {
                    shell.performer.set(Some(performer));
                    shell.host.borrow_mut().learn(performer.tasks);
                }
                // The browser's console has the reason; the next task tries again.
                None if is_awaited => shell.send(&FromWorker::TasksUnavailable),
                None => {}
            }
            for (message, file) in held {
                shell.deliver(message, file);
            }
            shell.turn();
        });
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
