//! What a delivery stream has written, as folders: buckets, the levels of their keys, objects with what they are; requests
//! to a destination that is no bucket stand in a folder of their own. Newest first.
//!
//! Bounded: of a folder that is open a page of its folders and objects, and so many rows in all.

use super::shelf::Shelf;
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::object::Object;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Objects and folders that a page has.
pub const PAGE: usize = 200;
/// Rows that are told at most.
const ROWS_MAX: usize = 2_000;
/// The path of the folder of requests; no bucket begins so.
pub const REQUESTS: &str = "/";

/// What is open of the bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketView {
    /// The folders that are open: the bucket, and what stands before the slash of their keys, each part with its slash.
    pub open: BTreeSet<String>,
    /// How many pages each folder shows beyond the first.
    pub more_pages: u32,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BucketFrame {
    /// The rows, from top to bottom.
    pub rows: Vec<BucketRow>,
    /// How many are listed.
    pub listed: u64,
    /// How many there were.
    pub written: u64,
    /// Whether sizes of what is compressed are estimated.
    pub has_estimates: bool,
    /// Whether there are rows beyond the last one.
    pub is_cut: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BucketRow {
    /// In how many folders it is.
    pub depth: u32,
    /// What it is.
    pub what: RowKind,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RowKind {
    /// A folder.
    Folder(FolderRow),
    /// An object, or a request.
    Object(ObjectRow),
    /// So many more are in the folder.
    More(u64),
}

/// A folder; levels with nothing beside them are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderRow {
    /// Its path, the bucket first.
    pub path: String,
    /// The part of it that the folders around it do not have.
    pub name: String,
    /// Whether it is open.
    pub is_open: bool,
    /// Objects in it, at any depth.
    pub objects: u64,
    /// What they hold, before compression.
    pub amount: Amount,
    /// When the newest of them was complete.
    pub newest: SimTime,
}

/// An object, or a request to a destination that has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectRow {
    /// Its number.
    pub number: u64,
    /// The last part of its key; nothing for a request.
    pub name: Option<String>,
    /// What it is for.
    pub route: Route,
    /// Why its buffer went.
    pub cause: Cause,
    /// How much is in it.
    pub amount: Amount,
    /// Its bytes in the bucket.
    pub stored: Option<Stored>,
    /// The age of its oldest record when it was complete.
    pub oldest_age: Micros,
    /// When it was complete.
    pub delivered: SimTime,
    /// The version of the settings.
    pub version: u32,
    /// Whether what it holds can still be made again.
    pub is_kept: bool,
}

/// The bytes of an object in its bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Bytes.
    pub bytes: u64,
    /// Whether the object was not made for it.
    pub is_estimated: bool,
}

/// A folder while it is filled.
#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<&'a str, Self>,
    objects: Vec<&'a Object>,
    sum: Sum,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    objects: u64,
    amount: Amount,
    newest: SimTime,
}

/// Writes the rows.
struct Lister<'a, 'b> {
    view: &'a BucketView,
    keys: &'a BTreeMap<u64, String>,
    rows: &'b mut Vec<BucketRow>,
    is_cut: bool,
}

impl BucketFrame {
    /// What `view` shows of what a delivery stream has written.
    pub(super) fn of(world: &World, stream: &DeliveryStream, view: &BucketView, shelf: &mut Shelf) -> Self {
        shelf.name_all(world, stream);
        let mut rows = Vec::new();
        let is_cut = {
            let mut root = Folder::default();
            for object in stream.objects.iter().rev() {
                match (shelf.keys.get(&object.number), object.bucket()) {
                    (Some(key), Some(bucket)) => root.take(std::iter::once(bucket.bucket.as_str()), key, object),
                    _ => root.folders.entry(REQUESTS).or_default().add(object),
                }
            }
            let mut lister = Lister { view, keys: &shelf.keys, rows: &mut rows, is_cut: false };
            lister.folders(&root, "", 0);
            lister.is_cut
        };
        let has_estimates = shelf.weigh(world, stream, &mut rows);
        Self {
            rows,
            listed: stream.objects.iter().len() as u64,
            written: stream.objects.next_number(),
            has_estimates,
            is_cut,
        }
    }
}

impl<'a> Folder<'a> {
    /// Puts an object where its key says.
    fn take(&mut self, bucket: impl Iterator<Item = &'a str>, key: &'a str, object: &'a Object) {
        let levels = key.rsplit_once('/').map(|(folder, _)| folder.split('/'));
        let mut folder = self;
        for level in bucket.chain(levels.into_iter().flatten()) {
            folder = folder.folders.entry(level).or_default();
            folder.sum.count(object);
        }
        folder.objects.push(object);
    }

    fn add(&mut self, object: &'a Object) {
        self.sum.count(object);
        self.objects.push(object);
    }
}

impl Sum {
    fn count(&mut self, object: &Object) {
        self.objects += 1;
        self.amount += object.amount;
        self.newest = self.newest.max(object.delivered);
    }
}

impl Lister<'_, '_> {
    fn folders(&mut self, parent: &Folder<'_>, path: &str, depth: u32) {
        let mut folders: Vec<(&str, &Folder<'_>)> =
            parent.folders.iter().map(|(name, folder)| (*name, folder)).collect();
        folders.sort_by_key(|(_, folder)| std::cmp::Reverse(folder.sum.newest));
        let left = folders.len().saturating_sub(self.page());
        for (name, folder) in folders.into_iter().take(self.page()) {
            let (name, folder) = if depth == 0 { (name.to_owned(), folder) } else { joined(name, folder) };
            let is_requests = depth == 0 && name == REQUESTS;
            let path = if is_requests { REQUESTS.to_owned() } else { format!("{path}{name}/") };
            let is_open = self.view.open.contains(&path);
            let Sum { objects, amount, newest } = folder.sum;
            let row = FolderRow { path: path.clone(), name, is_open, objects, amount, newest };
            self.push(depth, RowKind::Folder(row));
            if is_open {
                self.folders(folder, &path, depth + 1);
                self.objects(folder, depth + 1);
            }
        }
        if left > 0 {
            self.push(depth, RowKind::More(left as u64));
        }
    }

    fn objects(&mut self, folder: &Folder<'_>, depth: u32) {
        for object in folder.objects.iter().take(self.page()) {
            let key = self.keys.get(&object.number);
            let row = ObjectRow {
                number: object.number,
                name: key.map(|key| key.rsplit('/').next().unwrap_or_default().to_owned()),
                route: object.route,
                cause: object.cause,
                amount: object.amount,
                stored: None,
                oldest_age: object.delivered.since(object.oldest),
                delivered: object.delivered,
                version: object.version,
                is_kept: object.runs.is_some(),
            };
            self.push(depth, RowKind::Object(row));
        }
        let left = folder.objects.len().saturating_sub(self.page());
        if left > 0 {
            self.push(depth, RowKind::More(left as u64));
        }
    }

    fn page(&self) -> usize {
        PAGE * (self.view.more_pages as usize + 1)
    }

    fn push(&mut self, depth: u32, what: RowKind) {
        if self.rows.len() < ROWS_MAX {
            self.rows.push(BucketRow { depth, what });
        } else {
            self.is_cut = true;
        }
    }
}

/// A folder together with those below it that have nothing beside them.
fn joined<'a, 'b>(name: &str, folder: &'b Folder<'a>) -> (String, &'b Folder<'a>) {
    let (mut name, mut folder) = (name.to_owned(), folder);
    while folder.objects.is_empty() && folder.folders.len() == 1 {
        let Some((below, only)) = folder.folders.iter().next() else { break };
        name.push('/');
        name.push_str(below);
        folder = only;
    }
    (name, folder)
}
