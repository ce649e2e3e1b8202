//! Where a stream's readers stand, as the lineage picture shows it: a row a consumer, and marks in the shards' bands.
//!
//! A row sums what may be hundreds of positions: the slowest and the newest, how many there are, what was lost. Marks are
//! sent only where bands are drawn, at most [`MARKS_A_BAND`] for each, the slowest; where there are too many shards for
//! bands, each consumer has one mark, at its slowest shard. Those who call `GetRecords` have no name and share a row.

use crate::engine::consumer::reader::{Reader, Way};
use crate::engine::consumer::{Body, Consumer};
use crate::engine::ids::ShardId;
use crate::engine::stream::Stream;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::engine::world::positions::Position;
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// Marks in a shard's band at most.
pub const MARKS_A_BAND: usize = 4;
/// A reader is in danger whose next record is older than this share of the retention period. Observed: those who run
/// consumers are advised to act from half of it on.
pub const DANGEROUS_SHARE: f64 = 0.5;

/// The readers of a stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Readers {
    /// Those who poll, if there are any, then the registered consumers by name, then applications.
    pub rows: Vec<ReaderFrame>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// Positions that have no mark because there are too many.
    pub unmarked: u32,
}

/// A consumer, or all who call `GetRecords`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReaderFrame {
    /// The `ConsumerName` or the application's name; `None` for those who call `GetRecords`.
    pub name: Option<String>,
    /// Shards that it has not read to their end; chains of iterators, where there is no name.
    pub positions: u32,
    /// How many of them can go on: their iterator has not expired, or their subscription is not over.
    pub reading: u32,
    /// Closed shards that it has read to their end.
    pub ended: u32,
    /// The slowest and the newest of the positions.
    pub reach: Option<(Place, Place)>,
    /// Records that expired before it read them, as far as it has not passed them.
    pub lost: u64,
    /// How near it is to the trim horizon.
    pub danger: Danger,
}

/// A position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The shard.
    pub shard: ShardId,
    /// When the record arrived that is read next; the present, where there is none.
    pub at: SimTime,
    /// How far behind the tip that is.
    pub behind: Micros,
}

/// How near a reader is to the trim horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Danger {
    /// Far from it.
    #[default]
    None,
    /// Beyond [`DANGEROUS_SHARE`] of the retention period.
    Near,
    /// Records expire before it reads them.
    Losing,
}

/// A position in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Whose: the place among the rows.
    pub row: u16,
    /// The shard.
    pub shard: ShardId,
    /// When.
    pub at: SimTime,
    /// How near the trim horizon.
    pub danger: Danger,
}

impl Readers {
    /// The readers of `stream`; whether each shard has a band in the picture decides which marks there are.
    pub fn of(world: &World, stream: &Stream, has_bands: bool) -> Self {
        let mut readers = Self::default();
        let mut marks = Vec::new();
        let polling: Vec<Position> = world.polling_positions(stream).collect();
        if !polling.is_empty() {
            readers.add(None, &polling, stream.retention, &mut marks);
        }
        for consumer in stream.consumers.iter() {
            let positions: Vec<Position> = world.fan_out_positions(stream, consumer).collect();
            readers.add(Some(consumer.name.clone()), &positions, stream.retention, &mut marks);
        }
        let targets = |consumer: &&Consumer| consumer.target.id == Some(stream.id);
        for consumer in world.consumers().filter(targets) {
            let positions: Vec<Position> = match &consumer.body {
                Body::Kcl(application) => world.application_positions(stream, application).collect(),
                Body::Lambda(mapping) => world.mapping_positions(stream, mapping).collect(),
                // One of enhanced fan-out stands among the stream's consumers.
                Body::Reader(Reader { way: Way::FanOut, .. }) => continue,
                Body::Reader(reader) => world.reader_positions(stream, reader).collect(),
            };
            readers.add(Some(consumer.name.clone()), &positions, stream.retention, &mut marks);
        }
        if has_bands {
            readers.mark_bands(marks);
        } else {
            readers.mark_slowest();
        }
        readers
    }

    /// Adds a row, and what there is to mark.
    fn add(&mut self, name: Option<String>, positions: &[Position], retention: Micros, marks: &mut Vec<Mark>) {
        let row = self.rows.len() as u16;
        let ongoing = || positions.iter().filter(|position| !position.is_at_end);
        let place = |position: &Position| Place { shard: position.shard, at: position.at, behind: position.behind };
        let slowest = ongoing().min_by_key(|position| (position.at, position.shard));
        let newest = ongoing().max_by_key(|position| (position.at, position.shard));
        let danger = |position: &Position| Danger::of(position, retention);
        marks.extend(ongoing().map(|position| {
            let Position { shard, at, .. } = *position;
            Mark { row, shard, at, danger: danger(position) }
        }));
        self.rows.push(ReaderFrame {
            name,
            positions: ongoing().count() as u32,
            reading: ongoing().filter(|position| position.is_reading).count() as u32,
            ended: positions.iter().filter(|position| position.is_at_end).count() as u32,
            reach: slowest.zip(newest).map(|(slowest, newest)| (place(slowest), place(newest))),
            lost: ongoing().map(|position| position.lost).sum(),
            danger: ongoing().map(danger).max().unwrap_or_default(),
        });
    }

    /// Marks the slowest in each band.
    fn mark_bands(&mut self, marks: Vec<Mark>) {
        let mut by_shard: LiteMap<ShardId, Vec<Mark>> = LiteMap::new();
        for mark in marks {
            by_shard.entry(mark.shard).or_default().push(mark);
        }
        for mut marks in by_shard.into_iter().map(|(_, value)| value) {
            marks.sort_by_key(|mark| (mark.at, mark.row));
            self.unmarked += marks.len().saturating_sub(MARKS_A_BAND) as u32;
            marks.truncate(MARKS_A_BAND);
            marks.sort_by_key(|mark| (mark.row, mark.at));
            self.marks.extend(marks);
        }
    }

    /// Marks each reader at its slowest shard.
    fn mark_slowest(&mut self) {
        for (row, reader) in (0..).zip(&self.rows) {
            if let Some((slowest, _)) = reader.reach {
                self.marks.push(Mark { row, shard: slowest.shard, at: slowest.at, danger: reader.danger });
            }
            self.unmarked += reader.positions.saturating_sub(1);
        }
    }
}

impl Danger {
    fn of(position: &Position, retention: Micros) -> Self {
        match position {
            position if position.lost > 0 => Self::Losing,
            position if position.behind.0 as f64 > DANGEROUS_SHARE * retention.0 as f64 => Self::Near,
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Micros = Micros::hours(24);

    fn position(shard: u32, behind: Micros, lost: u64, is_at_end: bool) -> Position {
        let at = SimTime(100 * Micros::HOUR.0) - behind;
        Position { shard: ShardId(shard), at, behind, lost, is_at_end, is_reading: !is_at_end }
    }

    #[test]
    fn a_row_tells_the_slowest_the_newest_and_what_was_lost() {
        let positions = [
            position(0, Micros::seconds(3), 0, false),
            position(1, Micros::hours(13), 0, false),
            position(2, Micros(0), 0, false),
            position(3, Micros(0), 0, true),
        ];
        let mut readers = Readers::default();
        readers.add(None, &positions, DAY, &mut Vec::new());
        let row = &readers.rows[0];
        assert_eq!((row.positions, row.reading, row.ended, row.lost), (3, 3, 1, 0));
        let (slowest, newest) = row.reach.expect("it reads");
        assert_eq!((slowest.shard.0, slowest.behind, newest.shard.0), (1, Micros::hours(13), 2));
        assert_eq!(row.danger, Danger::Near, "more than half of the retention period");
        readers.add(Some("billing".to_owned()), &[position(0, DAY, 7, false)], DAY, &mut Vec::new());
        assert_eq!((readers.rows[1].danger, readers.rows[1].lost), (Danger::Losing, 7));
        readers.add(Some("idle".to_owned()), &[], DAY, &mut Vec::new());
        assert_eq!((readers.rows[2].reach, readers.rows[2].danger), (None, Danger::None));
    }

    #[test]
    fn a_band_has_the_marks_of_the_slowest() {
        let mut readers = Readers::default();
        let mut marks = Vec::new();
        for reader in 0..20 {
            let positions: Vec<_> = (0..500).map(|shard| position(shard, Micros::seconds(reader), 0, false)).collect();
            readers.add(Some(format!("c{reader:02}")), &positions, DAY, &mut marks);
        }
        let mut many = readers.clone();
        readers.mark_bands(marks);
        assert_eq!((readers.marks.len(), readers.unmarked), (500 * MARKS_A_BAND, 500 * 16));
        assert!(readers.marks.iter().all(|mark| mark.row >= 16));
        many.mark_slowest();
        assert_eq!((many.marks.len(), many.unmarked), (20, 20 * 499));
        assert!(postcard::to_allocvec(&many).expect("it can be written").len() < 2_048, "a frame stays small");
    }

    #[test]
    fn rows_are_made_of_the_world_that_is_read() {
        use crate::engine::api::Request;
        use crate::engine::api::choices::ShardIteratorType;
        use crate::engine::api::request::{RegisterStreamConsumer, StartingPosition, SubscribeToShard};
        use crate::engine::api::response::Response;
        use crate::engine::world::KeySources;
        use crate::scenario::presets::PRESETS;

        let mut world = World::new(&PRESETS[0].scenario().plan, KeySources::new()).expect("the plan is valid");
        let stream_arn = world.account().stream_arn("clickstream");
        let register = RegisterStreamConsumer {
            stream_arn,
            consumer_name: "billing".to_owned(),
            ..RegisterStreamConsumer::default()
        };
        let Ok(Response::RegisterStreamConsumer { consumer }) =
            world.request(Request::RegisterStreamConsumer(register))
        else {
            panic!("it may be registered")
        };
        world.advance_to(SimTime(15_000_000));
        let starting_position =
            StartingPosition { kind: ShardIteratorType::Latest, sequence_number: None, timestamp: None };
        let subscribe = SubscribeToShard {
            consumer_arn: consumer.consumer_arn,
            shard_id: ShardId(2).to_string(),
            starting_position,
            ..SubscribeToShard::default()
        };
        world.request(Request::SubscribeToShard(subscribe)).expect("it may subscribe");
        world.advance_to(SimTime(400_000_000));
        let readers = Readers::of(&world, world.stream_in_view(None).expect("there is one"), true);
        let [row] = &readers.rows[..] else { panic!("one consumer, and nobody polls") };
        assert_eq!((row.name.as_deref(), row.positions, row.reading), (Some("billing"), 1, 0));
        let (slowest, newest) = row.reach.expect("it has read");
        assert!(slowest == newest && slowest.behind > Micros::seconds(80), "the subscription ended: {slowest:?}");
        assert_eq!(readers.marks, [Mark { row: 0, shard: ShardId(2), at: slowest.at, danger: Danger::None }]);
    }
}
