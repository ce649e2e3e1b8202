//! The page's end of the worker: starts it, sends messages, keeps the newest frame, tells when it arrives.

use crate::engine::plan::Plan;
use crate::learn::message::Message;
use crate::worker::encoded::Encoded;
use crate::worker::frame::Frame;
use crate::worker::messages::{Completions, FromWorker, Task, ToWorker};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// How long the worker may take to start, in milliseconds; one that answers later is welcome still.
const PATIENCE_MS: u32 = 30_000;

/// Is told the JSON that a script asked for, or why there is none.
pub type OnAnswer = Box<dyn FnOnce(Result<String, Message>)>;

/// Is told the bytes that somebody asked for, or why there are none.
pub type OnBytes = Box<dyn FnOnce(Result<Vec<u8>, Message>)>;

/// A connection to the worker.
pub struct Client {
    worker: Worker,
    /// What is to be said once the worker listens; `None` from then on.
    waiting: RefCell<Option<Vec<Array>>>,
    frame: RefCell<Option<Rc<Frame>>>,
    /// The newest frame that tells the plan of what is there.
    planned: RefCell<Option<Rc<Frame>>>,
    on_frame: RefCell<Vec<(u32, Callback<Rc<Frame>>)>>,
    subscriptions: Cell<u32>,
    commands: Cell<u32>,
    /// Who waits for an answer, by its number.
    asked: RefCell<BTreeMap<u32, OnAnswer>>,
    /// Who waits for bytes, likewise.
    handed: RefCell<BTreeMap<u32, OnBytes>>,
    /// Who waits for completions, and their number; only the latest answer is of use.
    completing: RefCell<Option<(u32, Callback<Completions>)>>,
    listeners: RefCell<Vec<EventListener>>,
    /// Runs out when the worker does not answer: a program that cannot be loaded raises no event.
    patience: RefCell<Option<Timeout>>,
}

impl Client {
    /// Starts the worker; `hear` gets everything but frames, `fail` what it says when it stops for good.
    pub fn start(hear: Callback<FromWorker>, fail: Callback<String>) -> Result<Rc<Self>, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&super::browser::worker_url(), &options)?;
        let client = Rc::new(Self {
            worker: worker.clone(),
            waiting: RefCell::new(Some(Vec::new())),
            frame: RefCell::new(None),
            planned: RefCell::new(None),
            on_frame: RefCell::new(Vec::new()),
            subscriptions: Cell::new(0),
            commands: Cell::new(0),
            asked: RefCell::default(),
            handed: RefCell::default(),
            completing: RefCell::default(),
            listeners: RefCell::new(Vec::new()),
            patience: RefCell::new(None),
        });
        let receiver = Rc::downgrade(&client);
        let unreadable = fail.clone();
        let on_message = EventListener::new(&worker, "message", move |event| {
            let Some(receiver) = receiver.upgrade() else { return };
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data).unwrap_or_default();
            match postcard::from_bytes(&Uint8Array::new(&data).to_vec()) {
                Ok(FromWorker::Frame(frame)) => receiver.take_frame(&Rc::from(frame)),
                Ok(FromWorker::Answered { number, result }) => {
                    let waiting = receiver.asked.borrow_mut().remove(&number);
                    if let Some(answer) = waiting {
                        answer(result);
                    }
                }
                Ok(FromWorker::Handed { number, result }) => {
                    let waiting = receiver.handed.borrow_mut().remove(&number);
                    if let Some(answer) = waiting {
                        answer(result);
                    }
                }
                Ok(FromWorker::Completions(found)) => receiver.take_completions(found),
                Ok(FromWorker::TasksUnavailable) => {
                    let asked = receiver.asked.take();
                    for answer in asked.into_values() {
                        answer(Err(Message::new("part-unavailable")));
                    }
                    for answer in receiver.handed.take().into_values() {
                        answer(Err(Message::new("part-unavailable")));
                    }
                    hear.emit(FromWorker::TasksUnavailable);
                }
                Ok(message) => {
                    if matches!(message, FromWorker::Loaded(_)) {
                        // What was there is not there any more.
                        receiver.planned.take();
                    }
                    receiver.flush();
                    hear.emit(message);
                }
                Err(error) => unreadable.emit(error.to_string()),
            }
        });
        let silent = fail.clone();
        let patience = Timeout::new(PATIENCE_MS, move || silent.emit("the worker does not answer".to_owned()));
        client.patience.replace(Some(patience));
        let on_error = EventListener::new(&worker, "error", move |event| {
            fail.emit(event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default());
        });
        client.listeners.replace(vec![on_message, on_error]);
        Ok(client)
    }

    /// Sends a message.
    pub fn send(&self, message: &ToWorker) {
        self.post(message, None);
    }

    /// Asks for something.
    pub fn ask(&self, task: &Task) {
        self.post(&ToWorker::Task(Encoded::of(task)), None);
    }

    /// Asks for something with a file.
    pub fn ask_with_file(&self, task: &Task, file: &Blob) {
        self.post(&ToWorker::Task(Encoded::of(task)), Some(file));
    }

    /// Tells `answer` what comes back under this number.
    pub fn expect(&self, number: u32, answer: OnAnswer) {
        self.asked.borrow_mut().insert(number, answer);
    }

    /// Tells `answer` the bytes that come back under this number.
    pub fn expect_bytes(&self, number: u32, answer: OnBytes) {
        self.handed.borrow_mut().insert(number, answer);
    }

    /// Asks what could stand at a place of the console's line; `answer` is told unless somebody asks again.
    pub fn complete(&self, line: String, cursor: u32, answer: Callback<Completions>) {
        let number = self.number();
        self.completing.replace(Some((number, answer)));
        self.ask(&Task::Complete { number, line, cursor });
    }

    /// A number for the next command.
    pub fn number(&self) -> u32 {
        self.commands.set(self.commands.get() + 1);
        self.commands.get()
    }

    fn post(&self, message: &ToWorker, file: Option<&Blob>) {
        let bytes = postcard::to_allocvec(message).expect("messages have no parts that postcard cannot write");
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        if let Some(file) = file {
            parts.push(file);
        }
        match &mut *self.waiting.borrow_mut() {
            // A worker that is still being loaded does not hear.
            Some(waiting) => waiting.push(parts),
            None => self.post_now(&parts),
        }
    }

    fn post_now(&self, parts: &Array) {
        if let Err(error) = self.worker.post_message(parts) {
            web_sys::console::error_1(&error);
        }
    }

    /// Says what waited for the worker.
    fn flush(&self) {
        self.patience.replace(None);
        let waiting = self.waiting.borrow_mut().take();
        waiting.iter().flatten().for_each(|parts| self.post_now(parts));
    }

    fn take_frame(&self, frame: &Rc<Frame>) {
        self.frame.replace(Some(Rc::clone(frame)));
        if frame.plan.is_some() {
            self.planned.replace(Some(Rc::clone(frame)));
        }
        let receivers: Vec<_> = self.on_frame.borrow().iter().map(|(_, receiver)| receiver.clone()).collect();
        for receiver in receivers {
            receiver.emit(Rc::clone(frame));
        }
    }

    fn take_completions(&self, found: Completions) {
        let waiting = self.completing.borrow_mut().take_if(|(number, _)| *number == found.number);
        if let Some((_, answer)) = waiting {
            answer.emit(found);
        }
    }

    /// The newest frame.
    pub fn frame(&self) -> Option<Rc<Frame>> {
        self.frame.borrow().clone()
    }

    /// The plan of what is there, as far as the worker has told since the scenario began.
    pub fn plan(&self) -> Option<Plan> {
        self.planned.borrow().as_ref()?.plan.as_ref()?.decode().ok()
    }

    /// Tells `receiver` of each frame until the subscription is dropped.
    pub fn subscribe(self: &Rc<Self>, receiver: Callback<Rc<Frame>>) -> Subscription {
        let number = self.subscriptions.get();
        self.subscriptions.set(number + 1);
        self.on_frame.borrow_mut().push((number, receiver));
        Subscription { client: Rc::clone(self), number }
    }
}

/// Ends a subscription when it is dropped.
pub struct Subscription {
    client: Rc<Client>,
    number: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.client.on_frame.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}
