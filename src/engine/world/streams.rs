//! The streams of a world, by number and by name.

use crate::engine::ids::StreamId;
use crate::engine::stream::Stream;
use litemap::LiteMap;

/// All streams that exist, in whatever state.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    by_id: LiteMap<StreamId, Stream>,
    ids: LiteMap<String, StreamId>,
    created: u32,
}

impl Streams {
    /// The number of the next stream to be created.
    pub const fn next_id(&self) -> StreamId {
        StreamId(self.created)
    }

    /// Adds a stream with the next number and a name that no other has.
    pub fn add(&mut self, stream: Stream) {
        assert_eq!(stream.id, self.next_id(), "streams are numbered as they are created");
        let other = self.ids.insert(stream.name.clone(), stream.id);
        assert_eq!(other, None, "a stream's name is unique in its account and Region");
        self.created += 1;
        self.by_id.insert(stream.id, stream);
    }

    /// Takes a stream away; its name is free again.
    pub fn remove(&mut self, id: StreamId) {
        if let Some(stream) = self.by_id.remove(&id) {
            self.ids.remove(&stream.name);
        }
    }

    /// The stream of this name.
    pub fn find(&self, name: &str) -> Option<&Stream> {
        self.ids.get(name).and_then(|id| self.by_id.get(id))
    }

    /// The stream of this number.
    pub fn get(&self, id: StreamId) -> Option<&Stream> {
        self.by_id.get(&id)
    }

    /// The stream of this number.
    pub fn get_mut(&mut self, id: StreamId) -> Option<&mut Stream> {
        self.by_id.get_mut(&id)
    }

    /// All streams, by name.
    pub fn by_name(&self) -> impl Iterator<Item = &Stream> {
        self.ids.values().filter_map(|id| self.by_id.get(id))
    }

    /// All streams, in the order of their creation.
    pub fn iter(&self) -> impl Iterator<Item = &Stream> {
        self.by_id.values()
    }

    /// All streams, in the order of their creation.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Stream> {
        self.by_id.iter_mut().map(|(_, value)| value)
    }

    /// The open shards of all streams, those included that streams in creation will have.
    pub fn open_shards(&self) -> u32 {
        let open = |stream: &Stream| {
            if stream.shards.is_empty() { stream.planned_shards.len() } else { stream.layout.len() }
        };
        self.iter().map(open).sum::<usize>() as u32
    }
}
