//! What the view of Firehose has open beside its frames: the bucket with its folders, an object, the runs with other hints.

use super::FirehoseFrame;
use super::bucket::{BucketFrame, BucketView};
use super::shelf::Shelf;
use super::sweep::Sweeping;
use super::{FirehoseView, preview};
use crate::engine::world::World;
use crate::learn::message::Message;
use crate::worker::messages::FromWorker;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// What the view asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum DeskTask {
    /// Tell what is in the bucket with the frames, or do not any more.
    ShowBucket(Option<BucketView>),
    /// Open an object: the answer is an [`ObjectPreview`](preview::ObjectPreview).
    Open(ObjectAsked),
    /// Hand over an object whole, as a file.
    Save(ObjectAsked),
    /// Measure what other hints would make of the traffic of a delivery stream.
    Sweep {
        /// Its name.
        delivery_stream: String,
    },
    /// End that.
    StopSweep,
}

/// An object that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectAsked {
    /// Told back with the answer.
    pub number: u32,
    /// The delivery stream's name.
    pub delivery_stream: String,
    /// The object's number.
    pub object: u64,
}

/// What is open.
#[derive(Debug, Default)]
pub struct Desk {
    bucket: Option<BucketView>,
    shelf: RefCell<Shelf>,
    sweep: Option<Sweeping>,
}

impl Desk {
    /// Another world: nothing that was known of objects holds any more.
    pub fn clear(&mut self) {
        self.shelf.take();
        self.sweep = None;
    }

    /// Does what is asked for.
    pub fn perform(&mut self, world: &World, task: DeskTask) -> Vec<FromWorker> {
        match task {
            DeskTask::ShowBucket(view) => self.bucket = view,
            DeskTask::Open(ObjectAsked { number, delivery_stream, object }) => {
                let made = preview::ObjectPreview::of(world, &delivery_stream, object);
                let result = made.map(|made| {
                    postcard::to_allocvec(&made).expect("messages have no parts that postcard cannot write")
                });
                return vec![FromWorker::Handed { number, result }];
            }
            DeskTask::Save(ObjectAsked { number, delivery_stream, object }) => {
                let made = preview::file(world, &delivery_stream, object);
                let is_cut = made.as_ref().is_ok_and(|(_, is_cut)| *is_cut);
                let mebibytes = preview::FILE_MAX >> 20;
                let cut = is_cut.then(|| Message::new("object-file-cut").number("mebibytes", mebibytes));
                let handed = FromWorker::Handed { number, result: made.map(|(bytes, _)| bytes) };
                return std::iter::once(handed).chain(cut.map(FromWorker::Notice)).collect();
            }
            DeskTask::Sweep { delivery_stream } => self.sweep = Sweeping::begin(world, &delivery_stream),
            DeskTask::StopSweep => {
                if let Some(sweep) = &mut self.sweep {
                    sweep.stop();
                }
            }
        }
        Vec::new()
    }

    /// Adds what is open to a frame.
    pub fn tell(&self, world: &World, view: &FirehoseView, frame: &mut FirehoseFrame) {
        let Some(stream) = view.shown(world) else { return };
        let bucket = |open| BucketFrame::of(world, stream, open, &mut self.shelf.borrow_mut());
        frame.bucket = self.bucket.as_ref().map(bucket);
        frame.sweep = self.sweep.as_ref().and_then(|sweep| sweep.frame(world, stream));
    }

    /// Whether the next frame will know more, though no time passes.
    pub fn is_pending(&self) -> bool {
        self.is_sweeping() || (self.bucket.is_some() && self.shelf.borrow().is_pending)
    }

    /// Whether runs are under way.
    pub fn is_sweeping(&self) -> bool {
        self.sweep.as_ref().is_some_and(Sweeping::is_running)
    }

    /// Lets runs go on for a slice of wall time.
    pub fn sweep_on(&mut self, clock: &mut dyn FnMut() -> f64) {
        if let Some(sweep) = &mut self.sweep {
            sweep.go_on(clock);
        }
    }
}
